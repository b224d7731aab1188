"""How a settlement stands on a day, and how late it is: plain figures in and out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from neoequity.books.money import ZERO
from placements.terms.split import StockSplit, Traded, shares_on


class State(StrEnum):
    """What became of sales by a day; reversed ones are not due, whether delivered before or not."""

    ON_TIME = "on_time"
    LATE = "late"
    EARLY = "early"
    UNSETTLED = "unsettled"
    OVERDUE = "overdue"
    REVERSED = "reversed"


#: Those that still await delivery.
OPEN = (State.UNSETTLED, State.OVERDUE)


class Lot(NamedTuple):
    """Sales of one agreement that went the same way, or adjustments of commission.

    `settles_on` is None for adjustments. `shares` as traded, `net` in dollars.
    """

    agreement: int
    traded_on: date
    settles_on: date | None
    delivered_on: date | None
    reversed_on: date | None
    sales: int
    shares: int
    net: Decimal


class Sum(NamedTuple):
    """Sales with their shares in those of the day and their net in dollars."""

    sales: int = 0
    shares: int = 0
    net: Decimal = ZERO


class Day(NamedTuple):
    """The sales of an agreement that settle on one day, by state; None for adjustments."""

    agreement: int
    settles_on: date | None
    by_state: Mapping[State, Sum]

    def of(self, state: State) -> Sum:
        """The sales in a state."""
        return self.by_state.get(state, Sum())

    @property
    def due(self) -> Sum:
        """All but the reversed ones."""
        return total(each for state, each in self.by_state.items() if state != State.REVERSED)


def state_of(lot: Lot, as_of: date) -> State:
    """How sales stand at the end of a day; an adjustment that is not paid is unsettled."""
    if lot.reversed_on is not None and lot.reversed_on <= as_of:
        return State.REVERSED
    if lot.delivered_on is None or lot.delivered_on > as_of:
        is_overdue = lot.settles_on is not None and lot.settles_on < as_of
        return State.OVERDUE if is_overdue else State.UNSETTLED
    if lot.settles_on is None or lot.delivered_on == lot.settles_on:
        return State.ON_TIME
    return State.LATE if lot.delivered_on > lot.settles_on else State.EARLY


def by_day(
    lots: Iterable[Lot],
    since: date,
    until: date,
    as_of: date,
    splits: Sequence[StockSplit] = (),
) -> list[Day]:
    """Each settlement day of the period, and others with what is still open, in order.

    Shares are in those of `as_of`: what was traded between two splits is restated in one sum.
    Unpaid adjustments stand on a day None, after the others; paid ones are left out.
    """
    found: dict[tuple[bool, date, int], dict[State, list[Lot]]] = {}
    for lot in lots:
        state = state_of(lot, as_of)
        in_period = lot.settles_on is not None and since <= lot.settles_on <= until
        if in_period or state in OPEN:
            key = (lot.settles_on is None, lot.settles_on or date.max, lot.agreement)
            found.setdefault(key, {}).setdefault(state, []).append(lot)
    return [
        Day(
            agreement,
            None if undated else day,
            {state: _sum(own, as_of, splits) for state, own in states.items()},
        )
        for (undated, day, agreement), states in sorted(found.items(), key=lambda each: each[0])
    ]


def total(sums: Iterable[Sum]) -> Sum:
    """Sums added up; all are in the shares of one day."""
    every = list(sums)
    return Sum(
        sum(each.sales for each in every),
        sum(each.shares for each in every),
        sum((each.net for each in every), ZERO),
    )


def _sum(lots: Sequence[Lot], as_of: date, splits: Sequence[StockSplit]) -> Sum:
    traded: list[Traded] = [(lot.traded_on, lot.shares) for lot in lots]
    return Sum(
        sum(lot.sales for lot in lots),
        shares_on(as_of, traded, splits),
        sum((lot.net for lot in lots), ZERO),
    )


class Age(NamedTuple):
    """How many settlement days late, from `least` to `most`; None without an end."""

    title: str
    least: int
    most: int | None

    def has(self, days: int) -> bool:
        """Whether so many days late is this old."""
        return self.least <= days and (self.most is None or days <= self.most)


AGES = (
    Age("1 settlement day late", 1, 1),
    Age("2 to 3 settlement days late", 2, 3),
    Age("4 to 5 settlement days late", 4, 5),
    Age("More than 5 settlement days late", 6, None),
)


def by_age(days: Iterable[Day], late: Callable[[date], int]) -> list[tuple[Age, Sum]]:
    """What is overdue by age, every age also without sales."""
    overdue = [
        (late(day.settles_on), day.of(State.OVERDUE))
        for day in days
        if day.settles_on is not None and State.OVERDUE in day.by_state
    ]
    return [(age, total(each for old, each in overdue if age.has(old))) for age in AGES]
