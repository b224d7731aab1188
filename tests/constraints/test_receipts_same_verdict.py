"""Terms and database judge alike what a receipt pays and whether it may be undone, in any order."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from hypothesis import event, given
from hypothesis import strategies as st

from placements.actions.receipt import reasons_against_allocating, reasons_against_undoing_receipt
from placements.models import Agreement, Receipt, ReceiptPart, Sale
from placements.terms.receipt import Part
from placements.terms.request import RECEIPT_UNDOING
from tests.cash.receiving import LATER, PAID_ON
from tests.cash.receiving import received as a_receipt
from tests.constraints.rows import agree, insert
from tests.factories import AgreementFactory, PlacementFactory, sell, usual
from tests.laws import law
from tests.worlds import built_once

Books = tuple[list[Receipt], list[Sale]]
AMOUNTS = ("7.00", "5.00", "-2.00", "-1.00")


@built_once
def books(db: None) -> Books:
    """Receipts of cash that came and that went back, and three sales of a share, net $3.84."""
    agreement: Agreement = AgreementFactory()
    placement = PlacementFactory(agreement=agreement, accepted=True, by=usual())
    sales = [sell(placement, 1) for _ in range(3)]
    return [a_receipt(agreement, amount) for amount in AMOUNTS], sales


#: Amounts around the net of a sale and of the receipts.
cents = st.sampled_from(
    ["3.84", "3.85", "3.83", "0.01", "-0.01", "-1.00", "-2.00", "-3.84", "7.00", "5.00", "1.16"]
).map(Decimal)
parts = st.lists(
    st.tuples(st.integers(0, 2), cents, st.sampled_from(("", " ", "agreed"))),
    min_size=1,
    max_size=3,
)
#: What is tried on a receipt: to allocate these parts of it or, without any, to undo it.
attempts = st.lists(st.tuples(st.integers(0, 3), parts | st.none()), min_size=1, max_size=8)


def allocated(receipt: Receipt, chosen: list[Part]) -> None:
    """The parts as raw rows of one statement."""
    rows: list[dict[str, Any]] = [
        {
            "receipt_id": receipt.pk,
            "entry_id": part.entry,
            "amount": part.amount,
            "applied_on": PAID_ON,
            "remark": part.remark,
            "recorded_by_id": receipt.recorded_by_id,
        }
        for part in chosen
    ]
    insert(ReceiptPart, *rows)


def undone(receipt: Receipt) -> None:
    """What undoes it as a raw row, as somebody asked and another approved."""
    request = agree(
        RECEIPT_UNDOING,
        receipt.pk,
        {"reason": "wrong"},
        dated=str(LATER),
        issuer_id=receipt.agreement.issuer_id,
    )
    last = Receipt.objects.filter(agreement=receipt.agreement_id).latest("number")
    row = {
        "agreement_id": receipt.agreement_id,
        "number": last.number + 1,
        "received_on": LATER,
        "amount": -receipt.amount,
        "bank_reference": None,
        "remark": "",
        "undoes_id": receipt.pk,
        "reason": "wrong",
        "approval_id": request.pk,
        "recorded_by_id": request.asked_by_id,
    }
    insert(Receipt, row)


def refused_by_database(act: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@law(10)
@given(attempts=attempts)
def test_terms_and_database_judge_parts_alike(
    books: Books, attempts: list[tuple[int, list[tuple[int, Decimal, str]] | None]]
) -> None:
    receipts, sales = books
    with transaction.atomic():
        for which, chosen in attempts:
            receipt = receipts[which]
            if chosen is None:
                against = list(
                    reasons_against_undoing_receipt(receipt, on=LATER, reason="wrong", today=LATER)
                )
                refused = refused_by_database(partial(undone, receipt))
            else:
                told = [Part(sales[sale].pk, amount, why) for sale, amount, why in chosen]
                against = list(reasons_against_allocating(receipt, told))
                refused = refused_by_database(partial(allocated, receipt, told))
            event("refused" if refused else "accepted")
            assert refused == bool(against), (receipt.amount, chosen, against)
        assert_within(sales)
        transaction.set_rollback(True)


def assert_within(sales: list[Sale]) -> None:
    """However it came about: no entry has received less than nothing, or more without a remark."""
    received: dict[int, Decimal] = defaultdict(Decimal)
    told: set[int] = set()
    for part in ReceiptPart.objects.filter(receipt__undoing=None):
        received[part.entry_id] += part.amount
        if part.remark.strip():
            told.add(part.entry_id)
    for sale in sales:
        assert received[sale.pk] >= 0
        assert received[sale.pk] <= sale.net or sale.pk in told
