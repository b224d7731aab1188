"""Delivering shares: the sale is settled from that day, once, and all of a list or none."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.history.lines import history_lines
from neoequity.books.history.query import HistoryQuery
from neoequity.books.history.sources import sources
from neoequity.books.models import ExceptionalDay
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Agreement, DayTotal, Delivery, Placement, Sale
from tests.books import nothing_changes, refused
from tests.factories import PlacementFactory, reverse_sale, sell
from tests.worlds import built_once

TODAY = date(2001, 11, 15)


@built_once
def sale(placement: Placement) -> Sale:
    """A thousand shares at $4.00, sold on November 9, 2001."""
    return sell(placement)


def test_a_delivery_settles_its_sale(sale: Sale, treasurer: User) -> None:
    [delivery] = deliver(
        [sale], delivered_on=TODAY, by=treasurer, today=TODAY, remark="transfer agent's advice 7"
    )
    delivery.refresh_from_db()
    assert (delivery.sale, delivery.delivered_on) == (sale, TODAY)
    assert (delivery.recorded_by, delivery.remark) == (treasurer, "transfer agent's advice 7")
    assert DayTotal.objects.get(day=TODAY).settled == Decimal("4000.00")


def test_several_sales_are_delivered_on_one_day(placement: Placement, treasurer: User) -> None:
    sales = [sell(placement) for _ in range(3)]
    assert len(deliver(sales, delivered_on=TODAY, by=treasurer, today=TODAY)) == 3
    assert DayTotal.objects.get(day=TODAY).settled == Decimal("12000.00")


def test_shares_may_be_delivered_before_and_after_the_settlement_date(
    placement: Placement, treasurer: User
) -> None:
    early, late = sell(placement), sell(placement, trade_date=date(2001, 11, 1))
    deliver([early], delivered_on=date(2001, 11, 14), by=treasurer, today=TODAY, remark="asked for")
    deliver([late], delivered_on=date(2001, 11, 14), by=treasurer, today=TODAY)
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("remark", ["", "   "])
def test_an_early_delivery_asks_why(sale: Sale, treasurer: User, remark: str) -> None:
    with refused(
        "Sale 1 of the Sales Agreement settles on 2001-11-15, after 2001-11-14: enter the reason "
        "for delivering early as the remark."
    ):
        deliver([sale], delivered_on=date(2001, 11, 14), by=treasurer, today=TODAY, remark=remark)


def test_several_early_deliveries_are_asked_about_in_one_sentence(
    placement: Placement, treasurer: User
) -> None:
    sales = [sell(placement) for _ in range(3)]
    due = sell(placement, trade_date=date(2001, 11, 1))
    with refused(
        "3 sales settle after 2001-11-14, the first of them sale 1 of the Sales Agreement on "
        "2001-11-15: enter the reason for delivering early as the remark."
    ):
        deliver([*sales, due], delivered_on=date(2001, 11, 14), by=treasurer, today=TODAY)


def test_the_reason_for_an_early_delivery_is_kept(sale: Sale, treasurer: User) -> None:
    why = "The agent asked for delivery against early payment."
    on = date(2001, 11, 14)
    deliver([sale], delivered_on=on, by=treasurer, today=TODAY, remark=why)
    assert Delivery.objects.get().remark == why
    [line, *_] = history_lines(sources(), HistoryQuery(kinds=["delivery"]), most=1).lines
    assert line.why == why


def test_a_delivery_on_the_settlement_date_asks_nothing(sale: Sale, treasurer: User) -> None:
    deliver([sale], delivered_on=date(2001, 11, 15), by=treasurer, today=TODAY)
    assert Delivery.objects.get().remark == ""


def test_a_sale_named_twice_is_delivered_once(sale: Sale, treasurer: User) -> None:
    assert len(deliver([sale, sale], delivered_on=TODAY, by=treasurer, today=TODAY)) == 1


def test_delivering_nothing_changes_nothing(treasurer: User) -> None:
    with nothing_changes():
        assert deliver([], delivered_on=TODAY, by=treasurer, today=TODAY) == []


def test_a_second_delivery_is_refused(sale: Sale, treasurer: User) -> None:
    on = date(2001, 11, 14)
    deliver([sale], delivered_on=on, by=treasurer, today=TODAY, remark="asked for")
    with refused("Sale 1 of the Sales Agreement was already delivered on 2001-11-14."):
        deliver([sale], delivered_on=TODAY, by=treasurer, today=TODAY)


def test_for_a_reversed_sale_there_is_nothing_to_deliver(sale: Sale, treasurer: User) -> None:
    reversal = reverse_sale(sale, on=TODAY, reason="a mistake", by=treasurer, today=TODAY)
    with refused("Sale 1 of the Sales Agreement was reversed: there is nothing to deliver."):
        deliver([sale], delivered_on=TODAY, by=treasurer, today=TODAY)
    with refused("Sale 2 of the Sales Agreement is a reversal: there is nothing to deliver."):
        deliver([reversal], delivered_on=TODAY, by=treasurer, today=TODAY)


def test_a_delivery_before_the_trade_date_is_refused(sale: Sale, treasurer: User) -> None:
    with refused(
        "Sale 1 of the Sales Agreement was made on 2001-11-09: it cannot be delivered on "
        "2001-11-08."
    ):
        deliver([sale], delivered_on=date(2001, 11, 8), by=treasurer, today=TODAY)


def test_a_delivery_of_tomorrow_is_refused(sale: Sale, treasurer: User) -> None:
    with refused("A delivery on 2001-11-16 is in the future; today is 2001-11-15."):
        deliver([sale], delivered_on=date(2001, 11, 16), by=treasurer, today=TODAY)


def test_nothing_is_delivered_while_the_banks_are_closed(sale: Sale, treasurer: User) -> None:
    with refused("2001-11-12 is not a settlement day (Veterans Day (observed))."):
        deliver([sale], delivered_on=date(2001, 11, 12), by=treasurer, today=TODAY)


def test_an_exceptional_day_that_a_user_added_is_obeyed(sale: Sale, treasurer: User) -> None:
    ExceptionalDay.objects.create(
        day=TODAY, is_trading_day=True, is_settlement_day=False, source="a strike of the banks"
    )
    with refused("2001-11-15 is not a settlement day (a strike of the banks)."):
        deliver([sale], delivered_on=TODAY, by=treasurer, today=TODAY)


def test_one_sale_that_cannot_be_delivered_keeps_the_others_back(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    done, first, second = (sell(placement) for _ in range(3))
    deliver([done], delivered_on=TODAY, by=treasurer, today=TODAY)
    with refused("Sale 1 of the Sales Agreement was already delivered on 2001-11-15."):
        deliver([first, done, second], delivered_on=TODAY, by=treasurer, today=TODAY)


def test_a_sale_made_on_the_day_may_be_delivered_on_it(
    agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    sale = sell(placement, trade_date=date(2001, 11, 13))
    deliver([sale], delivered_on=date(2001, 11, 13), by=treasurer, today=TODAY, remark="asked for")
    assert sale.delivery.delivered_on == date(2001, 11, 13)
