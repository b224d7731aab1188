"""Receipts as tests record them: on the settlement date, unless told otherwise."""

from datetime import date
from decimal import Decimal
from itertools import count

from neoequity.people.models import User
from placements.actions.receipt import ask_undo_receipt, record_receipt
from placements.models import Agreement, Receipt, Sale
from placements.terms.receipt import Part
from tests.factories import approved, usual

#: The settlement date of what is traded on Nov 9, 2001, and a later day.
PAID_ON = date(2001, 11, 15)
LATER = date(2001, 11, 20)
NET = Decimal("3670048.32")
CENT = Decimal("0.01")

_references = count(1)


def part(sale: Sale, amount: Decimal | str | None = None, remark: str = "") -> Part:
    """A part for the sale: its net, unless another amount is told."""
    return Part(sale.pk, sale.net if amount is None else Decimal(amount), remark)


def received(
    agreement: Agreement,
    amount: Decimal | str,
    *parts: Part,
    on: date = PAID_ON,
    reference: str = "",
    by: User | None = None,
    today: date = LATER,
    remark: str = "",
) -> Receipt:
    """A receipt of this amount with these parts."""
    return record_receipt(
        agreement,
        received_on=on,
        amount=Decimal(amount),
        bank_reference=reference or f"FW-{next(_references):06}",
        parts=parts,
        remark=remark,
        by=by or usual(),
        today=today,
    )


def undone(
    receipt: Receipt, *, on: date = LATER, reason: str = "Another account.", by: User | None = None
) -> Receipt:
    """The receipt that undoes it, as one asked and a CFO approved."""
    request = ask_undo_receipt(receipt, on=on, reason=reason, by=by or usual(), today=LATER)
    approved(request, today=LATER)
    return Receipt.objects.get(undoes=receipt)
