"""Reversing a sale: once, with a reason, as a row of its own that gives everything back."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.actions.sale import record_sale
from placements.models import Agreement, Placement, Sale
from tests.books import nothing_changes, refused
from tests.factories import TODAY, TRADE_DATE, PlacementFactory, notice_of, reverse_sale, sell

REASON = "the notice named the wrong agreement"


def reverse(sale: Sale, by: User, *, on: date = TODAY, reason: str = REASON) -> Sale:
    return reverse_sale(sale, on=on, reason=reason, by=by, today=TODAY)


# The row


def test_a_reversal_negates_the_sale_and_points_at_it(
    placement: Placement, treasurer: User
) -> None:
    sale = sell(placement, 949_710, "4.0254", gross=Decimal("3822967.00"))
    reversal = reverse(sale, treasurer, reason=f"  {REASON}\n")
    reversal.refresh_from_db()
    assert (reversal.number, reversal.kind, reversal.reverses) == (2, "reversal", sale)
    assert (reversal.shares, reversal.price) == (-949_710, sale.price)
    assert reversal.gross == Decimal("-3822967.00")
    assert reversal.commission == Decimal("-152918.68")
    assert reversal.net == Decimal("-3670048.32")
    assert (reversal.trade_date, reversal.settlement_date) == (TODAY, None)
    assert (reversal.reason, reversal.agent_reference) == (REASON, None)
    assert reversal.recorded_by == treasurer


def test_the_reversed_sale_itself_stays_as_it_was_posted(
    placement: Placement, treasurer: User
) -> None:
    sale = sell(placement)
    before = Sale.objects.values().get(pk=sale.pk)
    reverse(sale, treasurer)
    assert Sale.objects.values().get(pk=sale.pk) == before


def test_a_reversal_gives_back_what_its_sale_cost_and_adjusts_the_sales_after_it(
    agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(agreement=agreement, shares_offered=4_000_000, accepted=True)
    eight = sell(placement, 2_000_000, "4.00")
    sell(placement, 1_250_000, "4.00")
    reversal = reverse(eight, treasurer)
    assert reversal.commission == Decimal("-320000.00")
    assert reversal.net == Decimal("-7680000.00")
    [adjustment] = reversal.adjustments.all()  # the other $5 million cost $185,000, now $200,000
    assert (adjustment.commission, adjustment.net) == (Decimal("15000.00"), Decimal("-15000.00"))
    assert (adjustment.trade_date, adjustment.concerns) == (reversal.trade_date,) * 2
    agreement.refresh_from_db()
    assert agreement.gross_sold == Decimal("5000000.00")
    assert agreement.commission_sold == Decimal("200000.00")


def test_deductions_are_given_back_too(placement: Placement, treasurer: User) -> None:
    sale = sell(placement, deductions=Decimal("12.50"))
    reversal = reverse(sale, treasurer)
    assert reversal.deductions == Decimal("-12.50")
    assert sale.net + reversal.net == 0


def test_capacity_and_shares_are_free_again(
    placement: Placement, agreement: Agreement, treasurer: User
) -> None:
    sale = sell(placement, 1_000_000, "25.00")
    reverse(sale, treasurer)
    assert sell(placement, 1_000_000, "25.00").number == 3
    agreement.refresh_from_db()
    assert agreement.gross_sold == agreement.capacity


def test_the_right_sale_is_recorded_afterwards_with_a_reference_of_its_own(
    placement: Placement, treasurer: User
) -> None:
    reverse(sell(placement, agent_reference="CF-1"), treasurer)
    with refused(
        "The agent's reference “CF-1” is already booked as sale 1 of the Sales Agreement."
    ):
        record_sale(notice_of(placement, agent_reference="CF-1"), by=treasurer, today=TODAY)
    assert sell(placement, agent_reference="CF-1 corrected").number == 3


def test_a_reversal_may_take_effect_on_the_trade_date_itself(
    placement: Placement, treasurer: User
) -> None:
    assert reverse(sell(placement), treasurer, on=TRADE_DATE).trade_date == TRADE_DATE


def test_a_delivered_sale_can_be_reversed(placement: Placement, treasurer: User) -> None:
    sale = sell(placement, trade_date=date(2001, 11, 5))
    deliver([sale], delivered_on=date(2001, 11, 8), by=treasurer, today=TODAY)
    reverse(sale, treasurer)
    assert Sale.objects.get(pk=sale.pk).reversal.trade_date == TODAY


def test_a_sale_of_a_closed_placement_can_be_reversed(
    placement: Placement, treasurer: User
) -> None:
    sale = sell(placement)
    move_placement(placement, "close", on=TODAY, by=treasurer, today=TODAY)
    reverse(sale, treasurer)
    placement.refresh_from_db()
    assert placement.shares_sold == 0


def test_a_reversal_does_not_count_as_a_sale_when_the_placement_is_closed(
    placement: Placement, treasurer: User
) -> None:
    reverse(sell(placement, trade_date=date(2001, 11, 5)), treasurer, on=TODAY)
    closed = move_placement(placement, "close", on=date(2001, 11, 6), by=treasurer, today=TODAY)
    assert closed.closed_on == date(2001, 11, 6)


# Refusals


def test_a_sale_is_reversed_once(placement: Placement, treasurer: User) -> None:
    sale = sell(placement)
    reverse(sale, treasurer, on=date(2001, 11, 12))
    with refused("Sale 1 was already reversed on 2001-11-12, by entry 2; a sale is reversed once."):
        reverse(sale, treasurer)


def test_a_reversal_cannot_be_reversed(placement: Placement, treasurer: User) -> None:
    reversal = reverse(sell(placement), treasurer)
    with refused("Sale 2 is itself a reversal and cannot be reversed."):
        reverse(reversal, treasurer)


@pytest.mark.parametrize("reason", ["", "  \n\t"])
def test_a_reversal_needs_a_reason(placement: Placement, treasurer: User, reason: str) -> None:
    sale = sell(placement)
    with refused("A reversal needs a reason."):
        reverse(sale, treasurer, reason=reason)


def test_a_reversal_cannot_take_effect_before_the_sale(
    placement: Placement, treasurer: User
) -> None:
    sale = sell(placement)
    with refused("A reversal cannot take effect on 2001-11-08, before the trade date 2001-11-09."):
        reverse(sale, treasurer, on=date(2001, 11, 8))


def test_a_reversal_cannot_take_effect_tomorrow(placement: Placement, treasurer: User) -> None:
    sale = sell(placement)
    with refused("A reversal cannot take effect in the future; today is 2001-11-13."):
        reverse(sale, treasurer, on=date(2001, 11, 14))


def test_a_reversal_is_made_by_somebody(placement: Placement) -> None:
    sale = sell(placement)
    with nothing_changes(), pytest.raises(TypeError, match="needs `by`"):
        reverse(sale, None)  # type: ignore[arg-type]  # the point of the test
