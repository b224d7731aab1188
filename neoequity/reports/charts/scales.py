"""From figures and days to pixels, with round figures and months at the ticks of an axis."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
#: Up to so many days an axis names days, beyond them months.
_NAMED_DAYS = 62
_YEAR = 12


class Scale(NamedTuple):
    """Maps `low` to the pixel `start` and `high` to `end`."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def at(self, value: Decimal | int) -> Decimal:
        """The pixel of a value; the start where the scale has no extent."""
        if self.high == self.low:
            return self.start
        part = (value - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)


class DayScale(NamedTuple):
    """The same for days, `first` and `last` included."""

    first: date
    last: date
    start: Decimal
    end: Decimal

    def at(self, day: date) -> Decimal:
        """The pixel of a day."""
        days = (self.last - self.first).days
        if not days:
            return self.end
        return self.start + (self.end - self.start) * (day - self.first).days / days


class Tick(NamedTuple):
    """A day on an axis and how it is named."""

    day: date
    name: str


def step_for(extent: Decimal, most: int) -> Decimal:
    """The smallest round step that divides an extent above zero into at most so many parts."""
    rough = extent / most
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in _STEPS if step * power >= rough)


def ticks(low: Decimal, high: Decimal, most: int = 5) -> list[Decimal]:
    """Round figures from `low` to `high`, at most `most` + 1 of them; zero is among them."""
    if high <= low:
        return [low]
    step = step_for(high - low, most)
    first = (low / step).to_integral_value(ROUND_CEILING)
    last = (high / step).to_integral_value(ROUND_FLOOR)
    return [step * number for number in range(int(first), int(last) + 1)]


def around(values: Sequence[Decimal], most: int = 5) -> list[Decimal]:
    """The same with some room below the lowest value and above the highest."""
    low, high = min(values), max(values)
    margin = max((high - low) / 8, high / 200)
    return spanning(max(low - margin, Decimal(0)), high + margin, most)


def spanning(low: Decimal, high: Decimal, most: int = 5) -> list[Decimal]:
    """Round figures that begin at or below `low` and end at or above `high`, which is larger."""
    step = step_for(high - low, most)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(last) + 1)]


def day_ticks(first: date, last: date, most: int) -> list[Tick]:
    """Named days, months or, twice as many, years between two days; at most so many."""
    extent = (last - first).days
    if extent <= _NAMED_DAYS:
        most += most // 2  # the name of a day is shorter than that of a month
        step = next(days for days in (*_DAYS, extent or 1) if extent // days < most)
        named = [last - timedelta(days=back) for back in range(0, extent + 1, step)]
        return [Tick(day, f"{day:%b} {day.day}") for day in reversed(named)]
    months = _months_between(first, last)
    for size in _MONTHS:
        days = _every(months, size)
        if size < _YEAR and len(days) <= most:
            return [Tick(day, month_name(day)) for day in days]
        if size >= _YEAR and len(days) <= 2 * most:  # the name of a year is short
            return [Tick(day, str(day.year)) for day in days]
    return []


def month_name(day: date) -> str:
    """Nov 2001."""
    return f"{day:%b} {day.year}"


def _months_between(first: date, last: date) -> list[date]:
    """The first days of the months that begin between two days, both included."""
    after = first.year * _YEAR + first.month - 1 + (first.day > 1)
    until = last.year * _YEAR + last.month - 1
    return [date(each // _YEAR, each % _YEAR + 1, 1) for each in range(after, until + 1)]


def _every(months: Sequence[date], size: int) -> list[date]:
    return [day for day in months if (day.year * _YEAR + day.month - 1) % size == 0]
