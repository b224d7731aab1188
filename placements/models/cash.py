"""What entries have received, and receipts with what is allocated: for actions and pages."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Sum

from neoequity.books.money import ZERO
from placements.models.receipt import Receipt, ReceiptPart
from placements.models.sale import Sale
from placements.terms.receipt import Entry, Received
from placements.terms.reference import Booked, reference_key


def received_by(entries: Collection[int]) -> dict[int, Decimal]:
    """What each of these entries has received of receipts that stand; one query."""
    parts = ReceiptPart.objects.filter(entry__in=entries, receipt__undoing=None)
    sums = parts.order_by().values_list("entry_id").annotate(received=Sum("amount"))
    return dict(sums)


def entries_with_cash(agreement: int, keys: Collection[int]) -> dict[int, tuple[Sale, Entry]]:
    """Those of these entries that the agreement has, with what they have received; two queries."""
    received = received_by(keys)
    rows = Sale.objects.filter(agreement=agreement, pk__in=keys).order_by("number")
    rows = rows.only("number", "trade_date", "net", "reverses_id", "adjusts_id")
    return {row.pk: (row, Entry(str(row), row.net, received.get(row.pk, ZERO))) for row in rows}


def standing_references(agreement: int, references: Collection[str]) -> dict[str, Booked]:
    """The receipts that stand for these bank references, by their keys; one query."""
    keys = {reference_key(reference) for reference in references}
    rows = Receipt.objects.filter(agreement=agreement, reference_key__in=keys, undoing=None)
    return {
        str(key): Booked(number, str(reference))
        for key, number, reference in rows.order_by().values_list(
            "reference_key", "number", "bank_reference"
        )
    }


def received(receipt: Receipt) -> Received:
    """The receipt with what is allocated of it; reads its parts and what undoes it."""
    allocated = receipt.parts.aggregate(sum=Sum("amount", default=ZERO))["sum"]
    return Received(str(receipt), receipt.amount, allocated, _closed(receipt))


def _closed(receipt: Receipt) -> str:
    """Why nothing more happens to the receipt; empty if it stands."""
    if receipt.undoes_id is not None:
        return f"{receipt} undoes another: it pays nothing, and is not undone itself."
    undoing = Receipt.objects.filter(undoes=receipt).first()
    if undoing is not None:
        return f"{receipt} was undone on {undoing.received_on}, by receipt {undoing.number}."
    return ""
