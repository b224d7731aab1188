"""Recording receipts, allocating them and undoing them, through the actions."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.models import Seal
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.receipt import allocate, ask_undo_receipt
from placements.models import Agreement, CashTotal, Placement, Receipt, ReceiptPart, Sale
from placements.selectors.cash import sides_of
from placements.selectors.ledger import prove_ledger
from placements.terms.cash import CashState
from tests.books import refused
from tests.cash.receiving import CENT, LATER, NET, PAID_ON, part, received, undone
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, reverse_sale, sell
from tests.periods.closings import CLOSED_ON, close


def state_of(sale: Sale, on: date = LATER) -> CashState:
    return sides_of([sale.pk], on)[sale.pk].state(on)


def totals() -> list[tuple[date, date | None, Decimal, Decimal]]:
    rows = CashTotal.objects.order_by("day", "due_on")
    return list(rows.values_list("day", "due_on", "received", "applied"))


# The worked case


def test_the_wire_of_a_sale_settles_its_cash_side(sale: Sale) -> None:
    received(sale.agreement, "3670048.32", part(sale))
    assert sale.net == NET
    assert sides_of([sale.pk], LATER)[sale.pk].open == 0
    assert state_of(sale) == CashState.UNDELIVERED


def test_a_wire_one_cent_short_leaves_a_cent_open(sale: Sale) -> None:
    received(sale.agreement, "3670048.31", part(sale, NET - CENT))
    assert sides_of([sale.pk], LATER)[sale.pk].open == CENT
    assert state_of(sale) == CashState.SHORT


def test_one_wire_nets_two_sales_and_an_adjustment(placement: Placement, treasurer: User) -> None:
    """$8,000,000 of Nov 9 cost 320,000; $5,000,000 of Nov 8 told later move 3,000,000 to 3.5%."""
    first = sell(placement, 2_000_000, "4.00", by=treasurer)
    earlier = sell(placement, 1_000_000, "5.00", trade_date=date(2001, 11, 8), by=treasurer)
    adjustment = Sale.objects.get(adjusts=earlier)
    assert (first.net, earlier.net, adjustment.net) == (
        Decimal("7680000.00"),
        Decimal("4800000.00"),
        Decimal("15000.00"),
    )
    turned_back = reverse_sale(
        earlier, on=date(2001, 11, 12), reason="sold twice", by=treasurer, today=PAID_ON
    )
    back = Sale.objects.get(adjusts=turned_back)
    assert back.net == Decimal("-15000.00")
    small = sell(placement, by=treasurer)
    wire = first.net + small.net + adjustment.net + back.net
    assert wire == Decimal("7683840.00")
    received(placement.agreement, wire, part(first), part(small), part(adjustment), part(back))
    entries = (first, small, adjustment, back)
    sides = sides_of([entry.pk for entry in entries], LATER)
    assert [sides[entry.pk].open for entry in entries] == [0, 0, 0, 0]


def test_one_sale_is_paid_in_parts(sale: Sale) -> None:
    received(sale.agreement, "3000000.00", part(sale, "3000000.00"))
    received(sale.agreement, "670048.32", part(sale, "670048.32"), on=LATER)
    assert state_of(sale, PAID_ON) == CashState.SHORT
    assert state_of(sale, LATER) == CashState.UNDELIVERED


# Recording


def test_receipts_are_numbered_within_their_agreement(
    agreement: Agreement, treasurer: User
) -> None:
    other = AgreementFactory(other=True)
    numbers = [received(each, "1.00").number for each in (agreement, other, agreement)]
    assert numbers == [1, 1, 2]


def test_a_receipt_and_its_parts_are_sealed(sale: Sale) -> None:
    receipt = received(sale.agreement, NET, part(sale))
    posted = receipt.parts.get()
    assert Seal.objects.filter(kind="receipt", entry=receipt.pk).exists()
    assert Seal.objects.filter(kind="receiptpart", entry=posted.pk).exists()


def test_a_receipt_without_parts_waits_to_be_allocated(sale: Sale, treasurer: User) -> None:
    receipt = received(sale.agreement, NET)
    assert state_of(sale, PAID_ON) == CashState.DUE
    allocate(receipt, [part(sale)], by=treasurer, today=LATER)
    assert state_of(sale, PAID_ON) == CashState.UNDELIVERED


def test_the_same_reference_spelled_otherwise_is_refused(agreement: Agreement) -> None:
    received(agreement, "1.00", reference="FW/0012")
    with refused(
        "The bank's reference “fw 12” is already recorded as receipt 1 of the Sales Agreement "
        "(as “FW/0012”)."
    ):
        received(agreement, "1.00", reference="fw 12")


def test_two_agreements_may_be_paid_by_one_wire(agreement: Agreement) -> None:
    received(agreement, "1.00", reference="FW-1")
    other = AgreementFactory(other=True)
    assert received(other, "1.00", reference="FW-1").number == 1


def test_a_receipt_is_recorded_with_all_its_parts_or_not_at_all(sale: Sale) -> None:
    with refused("The parts of the receipt come to $3,670,048.32; its amount is $1.00."):
        received(sale.agreement, "1.00", part(sale))


def test_a_receipt_of_a_closed_month_is_refused(agreement: Agreement) -> None:
    close("2001-10", today=PAID_ON)
    with pytest.raises(Refused, match="closed by"):
        received(agreement, "1.00", on=date(2001, 10, 30))


def test_a_receipt_pays_no_entry_of_another_agreement(sale: Sale) -> None:
    other = AgreementFactory(other=True)
    with refused("The receipt pays an entry of another agreement."):
        received(other, "3670048.32", part(sale))


@pytest.mark.parametrize("group", ["Auditor", "Administrator", "Controller"])
def test_only_who_enters_records_a_receipt(agreement: Agreement, group: str) -> None:
    with pytest.raises(Refused, match="may not record receipt"):
        received(agreement, "1.00", by=UserFactory(group=group))


# Past the net


def test_more_than_the_net_is_received_with_a_remark_and_shows_by_how_much(sale: Sale) -> None:
    received(sale.agreement, NET + CENT, part(sale, NET + CENT, "The agent rounded up."))
    assert sides_of([sale.pk], LATER)[sale.pk].open == -CENT
    assert state_of(sale) == CashState.OVER


def test_what_was_paid_past_the_net_is_paid_back(sale: Sale) -> None:
    received(sale.agreement, NET + CENT, part(sale, NET + CENT, "The agent rounded up."))
    received(sale.agreement, -CENT, part(sale, -CENT), on=LATER)
    assert state_of(sale) == CashState.UNDELIVERED


# What is moved


def test_what_was_allocated_to_the_wrong_sale_is_moved(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    receipt = received(sale.agreement, second.net, part(sale, second.net))
    moved = [part(sale, -second.net), part(second)]
    allocate(receipt, moved, by=treasurer, today=LATER)
    assert (state_of(sale), state_of(second)) == (CashState.DUE, CashState.UNDELIVERED)


# Reversed sales


def test_a_sale_that_was_reversed_before_it_was_paid_leaves_nothing_open(
    sale: Sale, treasurer: User
) -> None:
    reverse_sale(sale, on=date(2001, 11, 12), reason="sold twice", by=treasurer, today=PAID_ON)
    assert state_of(sale) == CashState.REVERSED


def test_what_was_paid_for_a_sale_that_is_then_reversed_is_to_be_paid_back(
    sale: Sale, treasurer: User
) -> None:
    received(sale.agreement, NET, part(sale))
    back = reverse_sale(sale, on=LATER, reason="sold twice", by=treasurer, today=LATER)
    assert sides_of([sale.pk], LATER)[sale.pk].open == -NET
    received(sale.agreement, -NET, part(back), on=LATER)
    assert state_of(sale) == CashState.REVERSED


# Undoing


def test_an_undone_receipt_opens_what_it_paid_from_its_day_on(sale: Sale) -> None:
    undone(received(sale.agreement, NET, part(sale)))
    assert state_of(sale, PAID_ON) == CashState.UNDELIVERED
    assert state_of(sale, LATER) == CashState.DUE


def test_the_undoing_negates_the_receipt_and_points_at_it(sale: Sale, treasurer: User) -> None:
    receipt = received(sale.agreement, NET, part(sale))
    undoing = undone(receipt, by=treasurer)
    assert (undoing.number, undoing.amount, undoing.reason) == (2, -NET, "Another account.")
    assert (undoing.undoes, undoing.recorded_by) == (receipt, treasurer)


def test_nobody_undoes_a_receipt_alone(sale: Sale, treasurer: User) -> None:
    receipt = received(sale.agreement, NET, part(sale))
    ask_undo_receipt(receipt, on=LATER, reason="wrong", by=treasurer, today=LATER)
    assert not Receipt.objects.filter(undoes=receipt).exists()


def test_an_undone_receipt_is_recorded_again_under_its_reference(agreement: Agreement) -> None:
    undone(received(agreement, "1.00", reference="FW-1"))
    assert received(agreement, "2.00", reference="FW-1").number == 3


def test_a_receipt_is_undone_once(agreement: Agreement) -> None:
    receipt = received(agreement, "1.00")
    undone(receipt)
    with refused("Receipt 1 was undone on 2001-11-20, by receipt 2."):
        undone(receipt)


def test_what_undoes_a_receipt_is_not_undone(agreement: Agreement) -> None:
    undoing = undone(received(agreement, "1.00"))
    with refused("Receipt 2 undoes another: it pays nothing, and is not undone itself."):
        undone(undoing)


def test_an_undone_receipt_pays_nothing_more(sale: Sale, treasurer: User) -> None:
    receipt = received(sale.agreement, NET)
    undone(receipt)
    with refused("Receipt 1 was undone on 2001-11-20, by receipt 2."):
        allocate(receipt, [part(sale)], by=treasurer, today=LATER)


# Closed periods


def test_what_is_allocated_after_a_closing_counts_from_the_first_open_day(
    sale: Sale, treasurer: User
) -> None:
    receipt = received(sale.agreement, NET)
    close("2001Q4")
    allocate(receipt, [part(sale)], by=treasurer, today=CLOSED_ON)
    assert receipt.parts.get().applied_on == date(2002, 1, 1)


def test_a_receipt_of_a_closed_period_is_undone_in_an_open_one(sale: Sale) -> None:
    receipt = received(sale.agreement, NET, part(sale))
    close("2001Q4")
    with pytest.raises(Refused, match="2001Q4"):
        undone(receipt)


# The proof


def test_the_ledger_proves_receipts_parts_and_totals(sale: Sale, second: Sale) -> None:
    received(sale.agreement, NET + second.net, part(sale), part(second))
    undone(received(sale.agreement, CENT))
    assert not prove_ledger().differences


def test_the_totals_of_cash_follow_receipts_parts_and_undoings(sale: Sale) -> None:
    undone(received(sale.agreement, NET, part(sale)))
    zero = Decimal("0.00")
    assert totals() == [
        (PAID_ON, PAID_ON, zero, NET),
        (PAID_ON, None, NET, zero),
        (LATER, PAID_ON, zero, -NET),
        (LATER, None, -NET, zero),
    ]


def test_a_part_for_a_reversal_counts_for_the_day_its_sale_was_due(
    sale: Sale, treasurer: User
) -> None:
    received(sale.agreement, NET, part(sale))
    back = reverse_sale(sale, on=LATER, reason="sold twice", by=treasurer, today=LATER)
    received(sale.agreement, -NET, part(back), on=LATER)
    due = CashTotal.objects.filter(due_on__isnull=False).values_list("day", "due_on", "applied")
    assert sorted(due) == [(PAID_ON, PAID_ON, NET), (LATER, PAID_ON, -NET)]


def test_an_agreement_of_many_placements_is_paid_by_one_wire(
    agreement: Agreement, treasurer: User
) -> None:
    placements = [
        PlacementFactory(agreement=agreement, accepted=True, by=treasurer) for _ in range(2)
    ]
    sales = [sell(placement, by=treasurer) for placement in placements]
    received(agreement, "7680.00", *map(part, sales))
    assert ReceiptPart.objects.count() == 2
