"""Record that the agent's written notice was received, with what it states (p. S-11)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.actions import attach_to_record, keep
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import AgentNotice, Agreement, Attachment, Sale
from placements.models.noticed import standing_lines
from placements.terms.agent_notice import Covered, Figures, reasons_against_notice
from placements.terms.document import NOTICE


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


class StatedSale(NamedTuple):
    """A sale that a notice covers, and what the notice states of it."""

    sale: Sale
    figures: Figures = Figures()


@action(needs="placements.add_agentnotice", told="Recorded the agent's notice")
def receive_notice(
    agreement: Agreement,
    sales: Sequence[StatedSale] = (),
    *,
    received_on: date,
    by: User,
    today: date,
    received_time: time | None = None,
    file: File | None = None,
    remark: str = "",
    replaces: AgentNotice | None = None,
    reason: str = "",
) -> AgentNotice:
    """Record that the agent's notice of these sales was received, with its file if there is one.

    The file becomes a document of the notice and of each sale; its bytes are stored once. Raises
    Refused for a sale that has a notice already unless that one is replaced, for which a `reason`
    is needed; for a day in the future, in a closed period or before a trade date; and for a file
    that is empty, too large or in a format not accepted.
    """
    lock_agreements([agreement.pk])
    lock_periods([agreement.issuer_id])
    refuse_if_any(_against_replacing(agreement, replaces))
    refuse_if_any(
        [
            *(
                Reason(f"{_named(each.sale)} is not under the {agreement}.", "sales")
                for each in sales
                if each.sale.agreement_id != agreement.pk
            ),
            *reasons_against_days(agreement.issuer_id, [received_on], "received_on"),
            *reasons_against_notice(
                received_on,
                _covered(sales, replaces),
                today=today,
                replaced=str(replaces or ""),
                reason=reason,
            ),
        ]
    )
    notice = AgentNotice.objects.create(
        agreement=agreement,
        received_on=received_on,
        received_time=received_time,
        stated=[{"sale": each.sale.pk, **_plain(each.figures)} for each in sales],
        remark=remark.strip(),
        replaces=replaces,
        reason=reason.strip(),
        recorded_by=by,
    )
    notice.refresh_from_db(fields=["recorded_at"])
    if file is not None:
        attach_to_record(notice, kind=NOTICE, name=file.name, content=file.content, by=by)
        _attach_to_sales([each.sale for each in sales], file, remark=notice.remark, by=by)
    return notice


def _against_replacing(agreement: Agreement, replaces: AgentNotice | None) -> Iterable[Reason]:
    if replaces is None:
        return
    if replaces.agreement_id != agreement.pk:
        yield Reason(f"{replaces} is not a notice under the {agreement}.", "replaces")
    later = AgentNotice.objects.filter(replaces=replaces).first()
    if later is not None:
        yield Reason(f"{replaces} was replaced already, by {later}: replace that one.", "replaces")


def _covered(sales: Sequence[StatedSale], replaces: AgentNotice | None) -> list[Covered]:
    """The sales with the notice that each has, read under the lock."""
    lines = standing_lines().filter(sale__in=[each.sale.pk for each in sales])
    others = {
        line.sale_id: str(line.notice)
        for line in lines.exclude(notice=replaces).select_related("notice")
    }
    return [
        Covered(_named(sale), sale.kind, sale.trade_date, figures, others.get(sale.pk, ""))
        for sale, figures in sales
    ]


def _named(sale: Sale) -> str:
    return f"{sale} of the {sale.agreement.name}"


def _plain(figures: Figures) -> Mapping[str, object]:
    """What is stated, as JSON stores it without loss."""
    return {
        name: str(value) if isinstance(value, date | Decimal) else value
        for name, value in figures._asdict().items()
        if value is not None
    }


def _attach_to_sales(sales: Sequence[Sale], file: File, *, remark: str, by: User) -> None:
    """Attach the file to each sale that does not have it, as the agent's notice of it."""
    document, examined = keep(file.name, file.content)
    there = Attachment.objects.filter(document=document, sale__in=sales)
    having = set(there.values_list("sale", flat=True))
    Attachment.objects.bulk_create(
        Attachment(
            sale=sale,
            kind=NOTICE,
            document=document,
            name=examined.name,
            remark=remark,
            recorded_by=by,
        )
        for sale in sales
        if sale.pk not in having
    )
