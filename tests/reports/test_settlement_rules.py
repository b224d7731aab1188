"""How settlements stand and how late they are, worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.calendar import days_late
from neoequity.reports.settlements.rules import (
    Lot,
    State,
    Sum,
    by_age,
    by_day,
    state_of,
)
from placements.terms.split import Ratio, StockSplit

FRIDAY = date(2001, 11, 16)
LOT = Lot(1, date(2001, 11, 9), date(2001, 11, 15), None, None, 2, 1000, Decimal("3840.00"))


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, State.OVERDUE),
        ({"settles_on": FRIDAY}, State.UNSETTLED),
        ({"delivered_on": date(2001, 11, 15)}, State.ON_TIME),
        ({"delivered_on": date(2001, 11, 14)}, State.EARLY),
        ({"delivered_on": FRIDAY}, State.LATE),
        ({"delivered_on": date(2001, 11, 19)}, State.OVERDUE),  # after the day
        ({"reversed_on": FRIDAY}, State.REVERSED),
        ({"reversed_on": date(2001, 11, 19)}, State.OVERDUE),
        ({"delivered_on": date(2001, 11, 15), "reversed_on": FRIDAY}, State.REVERSED),
        ({"settles_on": None}, State.UNSETTLED),  # an adjustment, not paid
    ],
)
def test_a_state_is_that_of_the_end_of_the_day(changed: dict[str, Any], state: State) -> None:
    assert state_of(LOT._replace(**changed), FRIDAY) == state


@pytest.mark.parametrize(
    ("due", "as_of", "late"),
    [
        (date(2001, 11, 15), date(2001, 11, 15), 0),
        (date(2001, 11, 15), date(2001, 11, 16), 1),
        (date(2001, 11, 16), date(2001, 11, 17), 1),  # a Saturday: at the earliest on Monday
        (date(2001, 11, 16), date(2001, 11, 19), 1),
        (date(2001, 11, 9), date(2001, 11, 12), 1),  # Veterans Day: at the earliest on Tuesday
        (date(2001, 11, 9), date(2001, 11, 14), 2),
        (date(2001, 11, 21), date(2001, 11, 26), 2),  # over Thanksgiving
        (date(2001, 12, 28), date(2002, 1, 7), 5),  # over New Year's Day
    ],
)
def test_lateness_is_counted_in_settlement_days(due: date, as_of: date, late: int) -> None:
    assert days_late(due, as_of) == late


def test_the_days_of_the_period_come_with_all_states_and_others_with_what_is_open() -> None:
    """December trades that settle in January are still expected at the end of December."""
    december = date(2001, 12, 31)
    lots = [
        LOT._replace(delivered_on=date(2001, 11, 15)),  # before the period, and settled
        LOT,  # before the period, and overdue
        LOT._replace(settles_on=date(2001, 12, 5), delivered_on=date(2001, 12, 6)),
        LOT._replace(settles_on=date(2001, 12, 5), reversed_on=date(2001, 12, 4), shares=10),
        LOT._replace(traded_on=date(2001, 12, 28), settles_on=date(2002, 1, 3)),
        LOT._replace(settles_on=date(2002, 1, 3), reversed_on=date(2001, 12, 31)),
        LOT._replace(settles_on=None, shares=0, net=Decimal("-5.00"), sales=1),
    ]
    found = by_day(lots, date(2001, 12, 1), december, december)
    one = Sum(2, 1000, Decimal("3840.00"))
    assert [(day.settles_on, dict(day.by_state)) for day in found] == [
        (date(2001, 11, 15), {State.OVERDUE: one}),
        (
            date(2001, 12, 5),
            {State.LATE: one, State.REVERSED: Sum(2, 10, Decimal("3840.00"))},
        ),
        (date(2002, 1, 3), {State.UNSETTLED: one}),
        (None, {State.UNSETTLED: Sum(1, 0, Decimal("-5.00"))}),
    ]


def test_reversed_sales_are_not_due() -> None:
    lots = [LOT, LOT._replace(reversed_on=FRIDAY)]
    [day] = by_day(lots, FRIDAY, FRIDAY, FRIDAY)
    assert day.due == Sum(2, 1000, Decimal("3840.00"))


def test_shares_are_those_of_the_last_day() -> None:
    """1,000 before and 40 after a 1-for-25 split are 80 together."""
    split = StockSplit(date(2001, 11, 13), Ratio(1, 25))
    lots = [LOT, LOT._replace(traded_on=date(2001, 11, 13), shares=40)]
    [day] = by_day(lots, FRIDAY, FRIDAY, FRIDAY, [split])
    assert day.due.shares == 80


def test_every_age_is_told_also_without_sales() -> None:
    lots = [
        LOT._replace(settles_on=date(2001, 11, day), net=Decimal(f"{day}.00"))
        for day in (15, 14, 13, 9, 8, 7)
    ]
    days = by_day(lots, FRIDAY, FRIDAY, FRIDAY)
    ages = by_age(days, lambda due: days_late(due, FRIDAY))
    # Nov 12, 2001, was Veterans Day: from the 9th to the 16th there are four settlement days.
    assert [(age.title, each.net) for age, each in ages] == [
        ("1 settlement day late", Decimal("15.00")),
        ("2 to 3 settlement days late", Decimal("27.00")),
        ("4 to 5 settlement days late", Decimal("17.00")),
        ("More than 5 settlement days late", Decimal("7.00")),
    ]
