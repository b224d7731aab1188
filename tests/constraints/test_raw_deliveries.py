"""Deliveries posted by raw INSERT, and what they and reversals do to the days' totals."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from placements.models import DayTotal, Delivery, Sale
from tests.constraints.conftest import House
from tests.constraints.rows import (
    agree_reversal,
    columns_of,
    insert,
    refused_by_database,
    reversal_of,
    sale_of,
)

STANDS = "Shares are delivered for a sale that stands, not before its trade date"
FRIDAY, MONDAY, TUESDAY = date(2001, 11, 9), date(2001, 11, 12), date(2001, 11, 13)


def deliver(house: House, sale: Sale, **changes: Any) -> None:
    row = columns_of(house.delivery, sale_id=sale.pk, **changes)
    if "recorded_at" not in changes:
        del row["recorded_at"]
    insert(Delivery, row)


def settled_by(house: House, day: date) -> Decimal:
    days = DayTotal.objects.filter(agreement=house.agreement, day__lte=day)
    return sum((total.settled for total in days), Decimal("0.00"))


def test_a_delivery_settles_the_gross_of_its_sale_on_its_day(house: House) -> None:
    deliver(house, house.waiting, delivered_on=MONDAY)
    assert [settled_by(house, day) for day in (FRIDAY, MONDAY, TUESDAY)] == [0, 4000, 8000]


def test_a_delivery_before_the_trade_date_is_refused(house: House) -> None:
    with refused_by_database(STANDS):
        deliver(house, house.waiting, delivered_on=date(2001, 11, 8))


def test_a_delivery_for_a_reversed_sale_or_its_reversal_is_refused(house: House) -> None:
    agree_reversal(house.waiting)
    insert(Sale, reversal_of(house.waiting, 3))
    for sale in (house.waiting, Sale.objects.get(number=3)):
        with refused_by_database(STANDS):
            deliver(house, sale)


def test_a_delivery_cannot_be_dated_back_into_what_was_known(house: House) -> None:
    with refused_by_database("The moment of recording is written by the database"):
        deliver(house, house.waiting, recorded_at="2001-11-13 12:00:00-05")


def test_shares_cannot_be_delivered_before_their_sale_is_posted(house: House) -> None:
    coming = 10**6
    house.waiting.pk = coming
    with refused_by_database(STANDS):
        deliver(house, house.waiting)
        insert(Sale, {"id": coming, **sale_of(house.placement, 3)})


@pytest.mark.parametrize("effective", [FRIDAY, MONDAY, TUESDAY], ids=str)
def test_a_sale_reversed_by_the_day_of_its_delivery_was_never_settled(
    house: House, effective: date
) -> None:
    agree_reversal(house.sale, on=str(effective))
    insert(Sale, reversal_of(house.sale, 3, trade_date=effective))
    assert [settled_by(house, day) for day in (FRIDAY, MONDAY, TUESDAY)] == [0, 0, 0]


def test_until_its_reversal_takes_effect_a_delivered_sale_is_settled(house: House) -> None:
    later = date(2001, 11, 20)
    agree_reversal(house.sale, on=str(later))
    insert(Sale, reversal_of(house.sale, 3, trade_date=later))
    assert [settled_by(house, day) for day in (MONDAY, TUESDAY, later)] == [0, 4000, 0]
