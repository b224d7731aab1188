"""On which days a scheduled report is sent, by the market's calendar: plain Python."""

from calendar import FRIDAY
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from neoequity.books.calendar import Exceptions, day_kind

_DAY = timedelta(days=1)
#: The longest way from one day to the next: a quarter, and the closed days after it.
_FURTHEST = 110


class DayRule(StrEnum):
    """How the days of a scheduled report follow each other."""

    MONTH_END = "month_end"
    QUARTER_END = "quarter_end"
    FRIDAYS = "fridays"
    SECOND_FRIDAYS = "second_fridays"


#: Each rule in words. A day on which neither the market nor the banks are open moves to the next.
RULES = {
    DayRule.MONTH_END: "First business day after each month’s end",
    DayRule.QUARTER_END: "First business day after each quarter’s end",
    DayRule.FRIDAYS: "Every Friday",
    DayRule.SECOND_FRIDAYS: "Every second Friday",
}


def is_business_day(day: date, exceptions: Exceptions) -> bool:
    """Whether the exchange or the banks are open."""
    kind = day_kind(day, exceptions)
    return kind.trading or kind.settlement


def last_due(
    rule: DayRule, starts_on: date, day: date, since: date, exceptions: Exceptions
) -> date | None:
    """The last day from `since` to `day` on which the report is to be sent; None without one."""
    days = (day - n * _DAY for n in range(_FURTHEST))
    return next((d for d in days if d >= since and _is_due(rule, starts_on, d, exceptions)), None)


def next_due(rule: DayRule, starts_on: date, day: date, exceptions: Exceptions) -> date | None:
    """The first day after `day` on which it is to be sent; None at the end of the calendar."""
    first = max(day + _DAY, starts_on)
    days = (first + n * _DAY for n in range(_FURTHEST))
    return next((d for d in days if _is_due(rule, starts_on, d, exceptions)), None)


def _is_due(rule: DayRule, starts_on: date, day: date, exceptions: Exceptions) -> bool:
    """Whether it falls on this business day or on one of the closed days before it."""
    if day < starts_on or not is_business_day(day, exceptions):
        return False
    days = (day, *_closed_before(day, exceptions))
    return any(_falls_on(rule, starts_on, each) for each in days)


def _closed_before(day: date, exceptions: Exceptions) -> Iterator[date]:
    for n in range(1, _FURTHEST):
        before = day - n * _DAY
        if is_business_day(before, exceptions):
            return
        yield before


def _falls_on(rule: DayRule, starts_on: date, day: date) -> bool:
    if rule == DayRule.MONTH_END:
        return day.day == 1
    if rule == DayRule.QUARTER_END:
        return day.day == 1 and day.month % 3 == 1
    if day.weekday() != FRIDAY or day < starts_on:
        return False
    first = starts_on + ((FRIDAY - starts_on.weekday()) % 7) * _DAY
    return rule == DayRule.FRIDAYS or (day - first).days % 14 == 0
