"""Attach a document to the record that it proves."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.actions import keep, reasons_against_another, reasons_against_kind
from neoequity.books.periods.locks import lock_periods
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.agent_notice import File, StatedSale, receive_notice
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Attachment, Delivery, Placement, Sale
from placements.models.noticed import HAS_NOTICE
from placements.terms.document import ACCEPTANCE, NOTICE, kinds_that_prove

AttachableRecord = Agreement | Placement | Sale | Delivery


@action(needs="placements.add_attachment", told="Attached a document")
def attach(
    record: AttachableRecord,
    *,
    kind: str,
    name: str,
    content: bytes,
    by: User,
    remark: str = "",
    received_on: date | None = None,
) -> Attachment:
    """Attach a file permanently to the record, as a document of this `kind` (p. S-11).

    The agent's notice of a sale that has none is recorded as received on the day given, which
    is that of the act.
    Raises Refused for a kind that does not prove such a record, an acceptance of a placement that
    was not accepted, a file that is empty, too large or in a format not accepted, and for the
    same bytes a second time.
    """
    column = str(record._meta.model_name)
    refuse_if_any(reasons_against_kind(record, kind, kinds_that_prove(column)))
    refuse_if_any(_reasons_against_acceptance(record, kind))
    noticed = record if kind == NOTICE and isinstance(record, Sale) else None
    if noticed is not None and received_on is not None:
        lock_agreements([noticed.agreement_id])  # no lock is taken after that of a document
        lock_periods([noticed.agreement.issuer_id])
    document, examined = keep(name, content)
    earlier = Attachment.objects.filter(**{column: record, "document": document}).first()
    refuse_if_any(reasons_against_another(earlier, str(record)))
    if noticed is not None and received_on is not None and not _has_notice(noticed):
        receive_notice(
            noticed.agreement,
            [StatedSale(noticed)],
            received_on=received_on,
            file=File(name, content),
            remark=remark,
            by=by,
            today=received_on,
        )
        return Attachment.objects.get(sale=noticed, document=document)
    return Attachment.objects.create(
        **{column: record},
        kind=kind,
        document=document,
        name=examined.name,
        remark=remark.strip(),
        recorded_by=by,
    )


def _has_notice(sale: Sale) -> bool:
    return Sale.objects.filter(HAS_NOTICE, pk=sale.pk).exists()


def _reasons_against_acceptance(record: AttachableRecord, kind: str) -> list[Reason]:
    if kind == ACCEPTANCE and isinstance(record, Placement) and record.accepted_on is None:
        return [Reason(f"{record} was not accepted: it has no acceptance to attach.", "kind")]
    return []
