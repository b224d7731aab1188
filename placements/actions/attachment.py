"""Attach a document to the record that it proves."""

from collections.abc import Sequence
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.actions import keep, reasons_against_another, reasons_against_kind
from neoequity.books.refusal import Reason, refuse_if_any
from placements.models import Agreement, Attachment, Delivery, Placement, Sale
from placements.terms.document import ACCEPTANCE, NOTICE, kinds_that_prove


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


AttachableRecord = Agreement | Placement | Sale | Delivery


@action(needs="placements.add_attachment", told="Attached a document")
def attach(
    record: AttachableRecord, *, kind: str, name: str, content: bytes, by: User, remark: str = ""
) -> Attachment:
    """Attach a file permanently to the record, as a document of this `kind` (p. S-11).

    Raises Refused for a kind that does not prove such a record, an acceptance of a placement that
    was not accepted, a file that is empty, too large or in a format not accepted, and for the
    same bytes a second time.
    """
    column = str(record._meta.model_name)
    refuse_if_any(reasons_against_kind(record, kind, kinds_that_prove(column)))
    refuse_if_any(_reasons_against_acceptance(record, kind))
    document, examined = keep(name, content)
    earlier = Attachment.objects.filter(**{column: record, "document": document}).first()
    refuse_if_any(reasons_against_another(earlier, str(record)))
    return Attachment.objects.create(
        **{column: record},
        kind=kind,
        document=document,
        name=examined.name,
        remark=remark.strip(),
        recorded_by=by,
    )


@action(needs="placements.add_attachment", told="Attached the agent's notice")
def attach_notice(sales: Sequence[Sale], notice: File, *, by: User) -> list[Attachment]:
    """Attach one file to each of these new sales as the agent's notice of them (p. S-11).

    Its bytes are stored once. Raises Refused for a file that is empty, too large or in a format not
    accepted.
    """
    document, examined = keep(notice.name, notice.content)
    return Attachment.objects.bulk_create(
        Attachment(sale=sale, kind=NOTICE, document=document, name=examined.name, recorded_by=by)
        for sale in sales
    )


def _reasons_against_acceptance(record: AttachableRecord, kind: str) -> list[Reason]:
    if kind == ACCEPTANCE and isinstance(record, Placement) and record.accepted_on is None:
        return [Reason(f"{record} was not accepted: it has no acceptance to attach.", "kind")]
    return []
