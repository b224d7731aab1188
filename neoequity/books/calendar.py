"""Trading days, settlement days and the market's standard settlement cycle, 1971 to 2101.

Published settlement dates hold from 1985. Before, New York's banks also kept Lincoln's Birthday
and Election Day (NASD Notice to Members 84-10): such days can be added as exceptional days.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import holidays


class DayKind(NamedTuple):
    """What a day is to the market, and the reason or document that says so."""

    trading: bool
    settlement: bool
    source: str


Exceptions = Mapping[date, DayKind]

NO_EXCEPTIONS: Exceptions = {}
FIRST_DAY = date(1971, 1, 1)
# One year past the latest date that input accepts, so that days can be counted from any of them.
LAST_DAY = date(2101, 12, 31)

ORDINARY = DayKind(True, True, "ordinary day")
WEEKEND = DayKind(False, False, "weekend")
NOT_COVERED = DayKind(False, False, f"outside the calendar, {FIRST_DAY.year} to {LAST_DAY.year}")

# SEC Rule 15c6-1. The move from five days to three had two double settlement days (NASD Notice to
# Members 95-26). That they were June 9 and 12, 1995, hence the two days of four, is from memory of
# SEC Release 34-34952: no schedule could be read.
STANDARD_CYCLES = (
    (date(2024, 5, 28), 1),
    (date(2017, 9, 5), 2),
    (date(1995, 6, 7), 3),
    (date(1995, 6, 5), 4),
    (FIRST_DAY, 5),
)

# Every other closure of the exchange came unscheduled: banks and depository stayed open.
SCHEDULED_HOLIDAYS = frozenset(
    {
        "New Year's Day",
        "Martin Luther King Jr. Day",
        "Washington's Birthday",
        "Good Friday",
        "Memorial Day",
        "Juneteenth National Independence Day",
        "Independence Day",
        "Labor Day",
        "Election Day",
        "Thanksgiving Day",
        "Christmas Day",
    }
)
UNCONFIRMED = (
    "exchange closed after the attacks of September 11, 2001; "
    "settlement on September 12, 13 and 14, 2001 could not be confirmed"
)
REMARKS = {date(2001, 9, day): UNCONFIRMED for day in (12, 13, 14)}

OBSERVED = " (observed)"
SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)


def day_kind(day: date, exceptions: Exceptions = NO_EXCEPTIONS) -> DayKind:
    """What kind of day `day` is; an exceptional day overrides the calendar.

    The source is the exception's own, "weekend", the holiday's name or "ordinary day". A day
    outside the calendar is neither a trading nor a settlement day, and its source says so.
    """
    return exceptions.get(day) or _calendar_kind(day)


def covers(day: date) -> bool:
    """Whether the calendar covers this day; outside it no days can be counted."""
    return FIRST_DAY <= day <= LAST_DAY


def closed_weekdays() -> Iterator[tuple[date, DayKind]]:
    """Every weekday without trading or without settlement, in date order."""
    for year in range(FIRST_DAY.year, LAST_DAY.year + 1):
        for day in sorted(_exchange_closures(year).keys() | _bank_holidays(year).keys()):
            if day.year == year and day.weekday() not in (SATURDAY, SUNDAY):
                yield day, _calendar_kind(day)


def is_trading_day(day: date, exceptions: Exceptions = NO_EXCEPTIONS) -> bool:
    """Whether the exchange is open, for a full day or a shortened one."""
    return day_kind(day, exceptions).trading


def is_settlement_day(day: date, exceptions: Exceptions = NO_EXCEPTIONS) -> bool:
    """Whether trades settle: banks and depository open, and no scheduled exchange holiday."""
    return day_kind(day, exceptions).settlement


def standard_cycle(trade_date: date) -> int:
    """The market's standard settlement cycle, in days, for that trade date (SEC Rule 15c6-1).

    Raises ValueError for a day outside the calendar.
    """
    _require_covered(trade_date)
    return next(days for first_day, days in STANDARD_CYCLES if trade_date >= first_day)


def settlement_date(
    trade_date: date, days: int | None = None, exceptions: Exceptions = NO_EXCEPTIONS
) -> date:
    """The `days`-th settlement day after the trade date; None takes the standard cycle.

    0 settles on the trade date itself or, if that is not a settlement day, on the next one.
    Raises ValueError for a negative number of days, or for a day outside the calendar.
    """
    if days is None:
        days = standard_cycle(trade_date)
    if days == 0 and not is_settlement_day(trade_date, exceptions):
        days = 1
    return _count(trade_date, days, ONE_DAY, is_settlement_day, exceptions)


def trading_days_before(day: date, n: int, exceptions: Exceptions = NO_EXCEPTIONS) -> date:
    """The n-th trading day before `day`, not counting it (the lock-up's start, p. S-11)."""
    return _count(day, n, -ONE_DAY, is_trading_day, exceptions)


def trading_days_after(day: date, n: int, exceptions: Exceptions = NO_EXCEPTIONS) -> date:
    """The n-th trading day after `day`, not counting it (the lock-up's end, p. S-11)."""
    return _count(day, n, ONE_DAY, is_trading_day, exceptions)


def settlement_days_between(
    after: date, until: date, exceptions: Exceptions = NO_EXCEPTIONS
) -> int:
    """How many settlement days follow `after`, up to and including `until`; 0 if none does."""
    first, last = max(min(after, LAST_DAY) + ONE_DAY, FIRST_DAY), min(until, LAST_DAY)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return sum(is_settlement_day(day, exceptions) for day in days)


def days_late(settles_on: date, as_of: date, exceptions: Exceptions = NO_EXCEPTIONS) -> int:
    """By how many settlement days a sale would be late if it settled on the day `as_of`.

    On a day without settlement that is the next one with it: what was due on a Friday is one day
    late from Saturday to Monday. 0 if it is not overdue.
    """
    if settles_on >= as_of:
        return 0
    late = settlement_days_between(settles_on, as_of, exceptions)
    return late if is_settlement_day(as_of, exceptions) else late + 1


def _count(
    day: date,
    n: int,
    step: timedelta,
    counts: Callable[[date, Exceptions], bool],
    exceptions: Exceptions,
) -> date:
    if n < 0:
        raise ValueError(f"The number of days must not be negative; it is {n}.")
    _require_covered(day)
    for _ in range(n):
        day += step
        while not counts(day, exceptions):
            _require_covered(day)
            day += step
    _require_covered(day)
    return day


def _require_covered(day: date) -> None:
    if not covers(day):
        raise ValueError(f"{day} is outside the calendar, which covers {FIRST_DAY} to {LAST_DAY}.")


@cache
def _calendar_kind(day: date) -> DayKind:
    if not covers(day):
        return NOT_COVERED
    if day.weekday() in (SATURDAY, SUNDAY):
        return WEEKEND
    closure = _exchange_closures(day.year).get(day)
    bank_holiday = _bank_holidays(day.year).get(day)
    if closure is None:
        return ORDINARY if bank_holiday is None else DayKind(True, False, bank_holiday)
    scheduled = closure.removesuffix(OBSERVED) in SCHEDULED_HOLIDAYS
    settles = bank_holiday is None and not scheduled
    return DayKind(False, settles, REMARKS.get(day, closure))


# Each year is cached as a complete table of its own: the package fills its calendars while they
# are read, which two threads must not do at once.
@cache
def _exchange_closures(year: int) -> dict[date, str]:
    closures = holidays.financial_holidays("XNYS", years=year, expand=False, language="en_US")
    return dict(closures.items())


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    """The Federal Reserve Banks' holidays: a Sunday's moves to Monday, a Saturday's stays."""
    if year >= 1999:
        closures = holidays.financial_holidays("XFED", years=year, expand=False, language="en_US")
        return dict(closures.items())
    federal = holidays.country_holidays(
        "US", years=year, expand=False, observed=False, language="en_US"
    )
    return dict(
        (day + ONE_DAY, name + OBSERVED) if day.weekday() == SUNDAY else (day, name)
        for day, name in federal.items()
    )
