"""Days gathered into weeks, months, quarters or years, so that a long history has few marks."""

from calendar import monthrange
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.reports.charts.scales import month_name

#: More marks than this are hard to tell apart.
MOST_MARKS = 60
MOST_COLUMNS = 24
_FRIDAY, _WEEK, _YEAR, _QUARTER = 4, 7, 12, 3


class Period(NamedTuple):
    """A stretch of days with its name; both days are included."""

    first: date
    last: date
    name: str


#: The period of one kind that a day lies in.
Kind = Callable[[date], Period]


def a_day(day: date) -> Period:
    """Nov 9, 2001."""
    return Period(day, day, written(day))


def week(day: date) -> Period:
    """Saturday to Friday, as the filings count: week to Nov 9, 2001."""
    friday = day + timedelta(days=(_FRIDAY - day.weekday()) % _WEEK)
    return Period(friday - timedelta(days=_WEEK - 1), friday, f"Week to {written(friday)}")


def month(day: date) -> Period:
    """Nov 2001."""
    return _months(day, 1, month_name(day))


def quarter(day: date) -> Period:
    """Q4 2001."""
    return _months(day, _QUARTER, f"Q{(day.month - 1) // _QUARTER + 1} {day.year}")


def year(day: date) -> Period:
    """2001."""
    return _months(day, _YEAR, str(day.year))


def finest(days: Collection[date], most: int = MOST_MARKS) -> Kind:
    """The shortest of day, week, month, quarter and year that leaves at most so many marks."""
    kinds: tuple[Kind, ...] = (a_day, week, month, quarter)
    return next((kind for kind in kinds if len({kind(day) for day in days}) <= most), year)


def columns_between(first: date, last: date, most: int = MOST_COLUMNS) -> tuple[Kind, list[Period]]:
    """Months from one day to the other without a gap; quarters or years where they are many."""
    for kind in (month, quarter):
        periods = _run(kind, first, last)
        if len(periods) <= most:
            return kind, periods
    return year, _run(year, first, last)


def _run(kind: Kind, first: date, last: date) -> list[Period]:
    periods = [kind(first)]
    while periods[-1].last < last:
        periods.append(kind(periods[-1].last + timedelta(days=1)))
    return periods


def _months(day: date, size: int, name: str) -> Period:
    start = (day.month - 1) // size * size + 1
    end = start + size - 1
    last = date(day.year, end, monthrange(day.year, end)[1])
    return Period(date(day.year, start, 1), last, name)
