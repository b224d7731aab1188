"""A month of the calendar as weeks of days, each with what begins and ends on it."""

import re
from calendar import SUNDAY, Calendar
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.calendar import DayKind, day_kind
from neoequity.company.selectors import calendar
from neoequity.company.selectors.calendar import Item

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1980, 2100
_ONE_DAY = timedelta(days=1)


class Day(NamedTuple):
    """A day of the month, with the items to show on it.

    `ends` are items of several days that end on it, `locked` and `clashing` whether it lies in a
    lock-up, and in a clash without consent.
    """

    on: date
    market: DayKind
    items: list[Item]
    ends: list[Item]
    locked: bool
    clashing: bool

    @property
    def plain(self) -> bool:
        """Whether there is nothing to say about it."""
        return not self.items and not self.ends


class Month(NamedTuple):
    """A calendar month by its first and last day."""

    first: date
    last: date

    @property
    def previous(self) -> str:
        """The month before as in addresses, empty before the first that can be shown."""
        return _written(self.first - _ONE_DAY)

    @property
    def following(self) -> str:
        """The month after as in addresses, empty after the last that can be shown."""
        return _written(self.last + _ONE_DAY)

    def weeks(self, found: "calendar.Calendar", as_of: date) -> "list[list[Day | None]]":
        """Weeks from Sunday to Saturday; None for days of other months."""
        weeks = Calendar(SUNDAY).monthdatescalendar(self.first.year, self.first.month)
        return [
            [self._day(day, found) if day.month == self.first.month else None for day in week]
            for week in weeks
        ]

    def _day(self, day: date, found: "calendar.Calendar") -> Day:
        there = [item for item in found.items if item.entry.on <= day <= _end(item)]
        several = [item for item in there if item.entry.on != _end(item)]
        return Day(
            day,
            day_kind(day, found.situation.exceptions),
            [item for item in there if day == max(item.entry.on, self.first)],
            [item for item in several if day == _end(item) and _ends(item, found)],
            locked=any(item.kind == "lock-up" for item in there),
            clashing=any(item.kind == "clash" for item in there),
        )


def month_asked(text: str, as_of: date) -> Month:
    """The month written as YYYY-MM, that of the day if none is; ValueError with a sentence."""
    if not text:
        return _month(as_of.year, as_of.month)
    found = _MONTH.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise ValueError(
            f"The month must be written as 2001-11 and lie between {_FIRST_YEAR} and "
            f"{_LAST_YEAR}, but it is “{text[:20]}”."
        )
    return _month(int(found[1]), int(found[2]))


def feed_days(today: date) -> tuple[date, date]:
    """The days that a feed covers: from three months before this one to the end of next year's."""
    first = _month(today.year, today.month).first
    for _ in range(3):
        first = (first - _ONE_DAY).replace(day=1)
    return first, _month(today.year + 1, today.month).last


def _month(year: int, month: int) -> Month:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Month(date(year, month, 1), following - _ONE_DAY)


def _written(day: date) -> str:
    return f"{day:%Y-%m}" if _FIRST_YEAR <= day.year <= _LAST_YEAR else ""


def _end(item: Item) -> date:
    return item.entry.until or item.entry.on


def _ends(item: Item, found: "calendar.Calendar") -> bool:
    """Whether it really ends; what has no end is only cut off at the last day shown."""
    return item.entry.uid not in found.open_ended
