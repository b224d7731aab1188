"""Receipts as of a day with what is allocated of them, and the entries that they may pay."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from neoequity.books.fields import MoneyField
from neoequity.books.money import ZERO
from placements.models import Receipt, ReceiptPart, Sale
from placements.selectors.cash import (
    OPEN_STATES,
    CashEntry,
    cash_groups,
    entries_in,
    sides_of,
)
from placements.terms.receipt import Part, Receiving, proposed

#: So many open entries are offered to a receipt, the first due first.
MOST_OFFERED = 100


def receipts_as_of(as_of: date) -> "QuerySet[Receipt]":
    """Receipts by the day with `allocated` and `left` in dollars, and whether each is `undone`.

    One that is undone, or undoes another, has nothing to allocate.
    """
    parts = ReceiptPart.objects.filter(receipt=OuterRef("pk"), applied_on__lte=as_of)
    sums = parts.order_by().values("receipt").annotate(sum=Sum("amount")).values("sum")
    undoing = Receipt.objects.filter(undoes=OuterRef("pk"), received_on__lte=as_of)
    return Receipt.objects.filter(received_on__lte=as_of).annotate(
        undone=Exists(undoing),
        allocated=Coalesce(Subquery(sums, output_field=MoneyField()), ZERO),
        left=F("amount") - F("allocated"),
    )


def parts_of(receipt: Receipt, as_of: date) -> QuerySet[ReceiptPart]:
    """What the receipt pays by the day, with the entries."""
    parts = receipt.parts.filter(applied_on__lte=as_of)
    return parts.select_related("entry__agreement", "recorded_by").order_by("pk")


def parts_for(sale: Sale, as_of: date) -> QuerySet[ReceiptPart]:
    """What was received for an entry by the day, of receipts that stood on it."""
    undone = Receipt.objects.filter(undoes=OuterRef("receipt"), received_on__lte=as_of)
    parts = ReceiptPart.objects.filter(~Exists(undone), entry=sale, applied_on__lte=as_of)
    return parts.select_related("receipt__agreement").order_by("applied_on", "pk")


def payable(agreement: int, as_of: date, also: Collection[int] = ()) -> list[CashEntry]:
    """The agreement's entries that may be paid: those open on the day, first those due first.

    What was paid for a sale that is reversed is paid back on the reversal. `also` are keys of
    entries that are offered whatever their state, for they were chosen.
    """
    groups = cash_groups(as_of, agreement=agreement)
    found = entries_in(OPEN_STATES, groups, as_of, rows=MOST_OFFERED)[:MOST_OFFERED]
    back = _reversals(entry.sale.pk for entry in found if entry.sides.reversed)
    found = [entry._replace(sale=back.get(entry.sale.pk, entry.sale)) for entry in found]
    there = {entry.sale.pk for entry in found}
    rows = Sale.objects.filter(
        pk__in=set(also) - there, agreement=agreement, trade_date__lte=as_of
    ).select_related("agreement", "placement")
    further = list(rows.order_by("number"))
    sides = sides_of([sale.reverses_id or sale.pk for sale in further], as_of)
    for sale in further:
        own = sides[sale.reverses_id or sale.pk]
        found.append(CashEntry(sale, own, own.state(as_of)))
    return found


def _reversals(sales: Iterable[int]) -> dict[int | None, Sale]:
    rows = Sale.objects.filter(reverses__in=list(sales)).select_related("agreement", "placement")
    return {row.reverses_id: row for row in rows}


def proposed_parts(receiving: Receiving, entries: Collection[CashEntry]) -> list[Part]:
    """What the wire must mean, if it equals what is due on its day exactly; else nothing."""
    due = [
        (entry.sale.pk, entry.sides.open)
        for entry in entries
        if entry.sides.due_on == receiving.received_on
    ]
    adjustments = [
        (entry.sale.pk, entry.sides.open) for entry in entries if entry.sides.due_on is None
    ]
    return proposed(receiving.amount, due) or (
        proposed(receiving.amount, [*due, *adjustments]) if due and adjustments else []
    )
