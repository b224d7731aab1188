"""The plan of the demo's year: its days, its market and its placements. Plain Python.

All randomness comes from one seed, so that the year is always the same.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import NamedTuple

from neoequity.books.calendar import DayKind, Exceptions, trading_days_before
from neoequity.books.periods.rules import Period, month, quarter

SEED = 20_241_213
#: The last day of the year, which is the demo's today.
TODAY = date(2024, 12, 13)
DAYS = 250
POWER_FAILURE = date(2024, 3, 19)
FAILED = DayKind(trading=False, settlement=True, source="Made up: the exchange's power failed")
SPLIT_ON = date(2024, 7, 15)
SPLIT_NEW = 2
CALLED_ON = date(2024, 4, 2)
AMENDED_ON = date(2024, 8, 20)
#: From when on the next delivery fails, and the next deliveries are instructed.
FAILS_FROM, INSTRUCTED_FROM = date(2024, 5, 14), date(2024, 9, 10)
#: The day on which the bank's statement of a month arrives.
STATED_ON, STATED = date(2024, 12, 3), month(2024, 11)
REOPENED_ON, CLOSED_AGAIN_ON = date(2024, 11, 12), date(2024, 11, 14)
REOPENED = month(2024, 10)
#: The months and quarters that the Controller closes; November stays open.
PERIODS: tuple[Period, ...] = (
    month(2023, 12),
    quarter(2024, 1),
    quarter(2024, 2),
    *(month(2024, number) for number in (7, 8, 9, 10)),
)
_EXCEPTIONS: Exceptions = {POWER_FAILURE: FAILED}
SALES, MARKET = "sales-agreement", "market-agreement"
_FEWEST_FOR_ALL = 12
# The day counted from the end on which they are drafted, and the multiple of the usual shares:
# placements open on the last day are large, and were open in October already.
_LATE = {"asked": -2, "proposed": -4, "opened late": -25, "open": -36}
_TIMES = {"open": 3, "opened late": 2}
_OPENING_PRICE, _LOW, _HIGH = Decimal("10.0000"), Decimal(7), Decimal(14)
_STEP = Decimal("0.0001")


class Planned(NamedTuple):
    """A planned placement: `on` is the day it is drafted, `fate` its final status."""

    agreement: str
    on: date
    shares: int
    has_minimum: bool
    fate: str


def seeded() -> Random:
    """A generator with a fixed seed; not for secrets."""
    return Random(SEED)  # noqa: S311  # nosec B311


def trading_days() -> list[date]:
    """The demo's trading days, in order; the last is its today."""
    return [trading_days_before(TODAY, ago, _EXCEPTIONS) for ago in range(DAYS, 0, -1)] + [TODAY]


def prices(days: Sequence[date], chance: Random) -> dict[date, Decimal]:
    """A price per share for each day, in shares of the day."""
    by_day, price, split_factor = {}, _OPENING_PRICE, 1
    for day in days:
        if day == SPLIT_ON:
            price, split_factor = price / SPLIT_NEW, SPLIT_NEW
        moved = price * (1000 + chance.randint(-22, 23)) / 1000
        price = min(max(moved, _LOW / split_factor), _HIGH / split_factor).quantize(_STEP)
        by_day[day] = price
    return by_day


def placements(count: int, days: Sequence[date], chance: Random) -> Iterator[Planned]:
    """Planned placements spread over the year; the last ones are still in progress."""
    for place in range(count):
        fate = _fate(place, count)
        on = days[_LATE.get(fate, 2 + place * (DAYS - 25) // count)]
        lots = chance.randint(450, 550) * (SPLIT_NEW if on >= SPLIT_ON else 1)
        lots *= _TIMES.get(fate, 1)
        agreement = MARKET if place % 3 == 2 else SALES
        yield Planned(agreement, on, 100 * lots, place % 5 != 1, fate)


def _fate(place: int, count: int) -> str:
    if count < _FEWEST_FOR_ALL:
        return {count - 1: "asked", count - 2: "open"}.get(place, "sold")
    at_the_end = {
        count - 1: "asked",
        count - 2: "proposed",
        count - 3: "open",
        count - 4: "opened late",
        count - 5: "suspended",
    }
    on_the_way = {3: "declined", 6: "resumed", 9: "withdrawn"}
    return at_the_end.get(place) or on_the_way.get(place) or "sold"
