"""Delivery instructions as of a day, what may still be instructed, and to whom it went last."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from placements.models import (
    Agreement,
    DeliveryInstruction,
    DeliveryInstructionEvent,
    DeliveryInstructionLine,
    Sale,
    Split,
)
from placements.models.instructed import instructed_by
from placements.selectors.failures import with_due_day
from placements.terms.instruction import InstructionStatus, Recipient
from placements.terms.split import shares_on


def instructions_as_of(as_of: date) -> QuerySet[DeliveryInstruction]:
    """Those drafted by the day, with `status_then`, `since`, and how many sales and shares.

    Lines are those of now: they change in a draft only, and what is past it keeps them.
    """
    moves = DeliveryInstructionEvent.objects.filter(pgh_obj=OuterRef("pk"), status_on__lte=as_of)
    last = moves.order_by("-pgh_id")[:1]
    rows = DeliveryInstruction.objects.annotate(
        status_then=Subquery(last.values("status"), output_field=CharField()),
        since=Subquery(last.values("status_on"), output_field=DateField()),
        sales=Count("lines"),
        shares=Coalesce(Sum("lines__shares"), 0, output_field=BigIntegerField()),
    )
    return rows.filter(status_then__isnull=False).select_related("agreement")


def instruction_lines(
    as_of: date, known_at: datetime | None = None
) -> QuerySet[DeliveryInstructionLine]:
    """The lines of instructions drafted by the day, with `status_then` and `since` of each."""
    moves = DeliveryInstructionEvent.objects.filter(
        pgh_obj=OuterRef("instruction"), status_on__lte=as_of
    )
    if known_at is not None:
        moves = moves.filter(pgh_created_at__lte=known_at)
    last = moves.order_by("-pgh_id")[:1]
    lines = DeliveryInstructionLine.objects.annotate(
        status_then=Subquery(last.values("status"), output_field=CharField()),
        since=Subquery(last.values("status_on"), output_field=DateField()),
    )
    return lines.filter(status_then__isnull=False)


class ToInstruct(NamedTuple):
    """An undelivered sale, the day on which it falls due, and the shares to deliver for it."""

    sale: Sale
    due_on: date
    shares: int


def to_instruct(
    agreement: Agreement, day: date, own: DeliveryInstruction | None = None
) -> list[ToInstruct]:
    """The agreement's sales that fall due by the day and are part of no other instruction.

    Shares are those of the day, after the stock splits by then.
    """
    sales = Sale.objects.filter(
        agreement=agreement, reverses=None, adjusts=None, reversal=None, delivery=None
    )
    due = with_due_day(sales, day).filter(due_on__lte=day).order_by("due_on", "number")
    rows = list(due.select_related("agreement"))
    others = instructed_by([sale.pk for sale in rows], but=own)
    splits = Split.by_issuer(day, issuers=[agreement.issuer_id]).get(agreement.issuer_id, ())
    return [
        ToInstruct(
            sale,
            getattr(sale, "due_on"),  # noqa: B009  # annotated
            shares_on(day, [(sale.trade_date, sale.shares)], splits),
        )
        for sale in rows
        if sale.pk not in others
    ]


def next_due(agreement: Agreement, today: date) -> date:
    """The first day on which undelivered sales fall due, today or later; today without any."""
    sales = Sale.objects.filter(
        agreement=agreement, reverses=None, adjusts=None, reversal=None, delivery=None
    )
    days = with_due_day(sales, today).order_by("due_on").values_list("due_on", flat=True)
    first = days.first()
    return max(first or today, today)


def last_recipient(agreement: Agreement) -> Recipient | None:
    """Transfer agent, recipient and account of the last instruction, to be proposed again.

    That of the agreement itself, else of another agreement of its issuer.
    """
    rows = DeliveryInstruction.objects.exclude(status=InstructionStatus.VOID).order_by("-pk")
    own = rows.filter(agreement=agreement).first()
    last = own or rows.filter(agreement__issuer=agreement.issuer_id).first()
    return last.to if last else None


def used_recipients(agreement: Agreement, most: int) -> list[Recipient]:
    """Transfer agents, recipients and accounts that instructions named before, the last first.

    Those of voided instructions are left out: one may be voided because it named a wrong account.
    """
    rows = DeliveryInstruction.objects.exclude(status=InstructionStatus.VOID)
    named = rows.filter(agreement__issuer=agreement.issuer_id).values_list(*Recipient._fields)
    latest = named.order_by().annotate(last=Max("pk")).order_by("-last")[:most]
    return [Recipient(*row[:-1]) for row in latest]
