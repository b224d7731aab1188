"""Spans of days that reports add up: quarters, the year to date, and how they are named."""

from calendar import FRIDAY, MONDAY, SATURDAY, SUNDAY
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.days import on_page, written
from neoequity.books.periods.rules import month_of, quarter_of, quarters_between

#: The month with which fiscal years begin. They are calendar years, as for the issuer of the
#: documents; an issuer with another year needs a setting of its own, and its quarters with it.
_YEAR_BEGINS = 1

_DAY = timedelta(days=1)
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_WEEK_BEGINS = (SATURDAY, SUNDAY, MONDAY)
_WEEK_ENDS = (FRIDAY, SATURDAY, SUNDAY)
_MOST_WEEKS = 4  # above that, a reader would have to count


class Span(NamedTuple):
    """Days from the first to the last; both belong to it."""

    since: date
    until: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day <= self.until

    @property
    def label(self) -> str:
        """The quarter of its last day, as files have it: 2001Q4."""
        return quarter_of(self.until).label

    @property
    def is_cut(self) -> bool:
        """Whether the quarter of its last day goes on after it."""
        return self.until < quarter_of(self.until).ends_on

    @property
    def title(self) -> str:
        """That quarter as tables have it: Q4 2001."""
        return on_page(self.label)


def quarters_of(since: date, as_of: date) -> list[Span]:
    """The calendar quarters with a day from `since` to `as_of`; the last is cut at `as_of`."""
    return [
        Span(quarter.starts_on, min(quarter.ends_on, as_of))
        for quarter in quarters_between(since, as_of)
    ]


def year_to(day: date) -> Span:
    """From the first day of the fiscal year to the day."""
    return Span(date(day.year, _YEAR_BEGINS, 1), day)


def during(span: Span) -> str:
    """The days with their preposition, as a filing begins a sentence.

    During the three months ended Sep 30, 2001; During the two weeks ended Nov 9, 2001; From
    Oct 1, 2001 to Nov 13, 2001.
    """
    if span.since == span.until:
        return f"On {written(span.until)}"
    if months := _whole_months(span):
        length = "month" if months == 1 else "year" if months == 12 else f"{_word(months)} months"
    elif weeks := _weeks(span):
        length = "week" if weeks == 1 else f"{_word(weeks)} weeks"
    else:
        return f"From {written(span.since)} to {written(span.until)}"
    return f"During the {length} ended {written(span.until)}"


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _whole_months(span: Span) -> int:
    """How many calendar months it is; 0 if it is not whole months."""
    if span.since.day > 1 or span.until != month_of(span.until).ends_on:
        return 0
    years = span.until.year - span.since.year
    return 12 * years + span.until.month - span.since.month + 1


def _weeks(span: Span) -> int:
    """How many business weeks it is, up to four, with the weekends around them or without."""
    if span.since.weekday() not in _WEEK_BEGINS or span.until.weekday() not in _WEEK_ENDS:
        return 0
    days = ((span.since + n * _DAY) for n in range((span.until - span.since).days + 1))
    weeks = sum(day.weekday() == FRIDAY for day in days)
    return weeks if weeks <= _MOST_WEEKS else 0
