"""Months and quarters: their days, how they are written, and the sentence of a closed one."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.approvals.rules import spoken
from neoequity.books.days import written
from neoequity.books.refusal import Reason

FIRST_YEAR, LAST_YEAR = 1980, 2100
#: The kind of the request for a reopening, as stored in requests.
REOPENING = "reopening"

_QUARTER = re.compile(r"([0-9]{4})Q([1-4])", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_MONTHS_A_QUARTER = 3
_SHOWN = 20


class Period(NamedTuple):
    """A month or a quarter, from its first day to its last."""

    starts_on: date
    ends_on: date

    @property
    def is_quarter(self) -> bool:
        """Whether it has three months."""
        return self.starts_on.month != self.ends_on.month

    @property
    def label(self) -> str:
        """2001-10 for a month, 2001Q4 for a quarter."""
        if self.is_quarter:
            return f"{self.starts_on:%Y}Q{self.ends_on.month // _MONTHS_A_QUARTER}"
        return f"{self.starts_on:%Y-%m}"

    @property
    def months(self) -> "list[Period]":
        """The months of a quarter; a month alone."""
        last = self.ends_on.month
        return [month(self.starts_on.year, each) for each in range(self.starts_on.month, last + 1)]

    def overlaps(self, starts_on: date, ends_on: date) -> bool:
        """Whether they have a day in common."""
        return self.starts_on <= ends_on and starts_on <= self.ends_on


def month(year: int, number: int) -> Period:
    """A month, by its number from 1 to 12."""
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Period:
    """A quarter of the calendar year, by its number from 1 to 4."""
    last = number * _MONTHS_A_QUARTER
    return Period(date(year, last - 2, 1), month(year, last).ends_on)


def month_of(day: date) -> Period:
    """The month that contains the day."""
    return month(day.year, day.month)


def quarter_of(day: date) -> Period:
    """The quarter that contains the day."""
    return quarter(day.year, (day.month - 1) // _MONTHS_A_QUARTER + 1)


def parse_period(text: str) -> Period:
    """A period written as 2001Q4 or 2001-10. Raises ValueError with a sentence."""
    parts = _QUARTER.fullmatch(text) or _MONTH.fullmatch(text)
    if parts is None or not FIRST_YEAR <= int(parts[1]) <= LAST_YEAR:
        raise ValueError(
            f"“{text[:_SHOWN]}” is not a quarter such as 2001Q4 or a month such as 2001-10, from "
            f"{FIRST_YEAR} to {LAST_YEAR}."
        )
    make = quarter if "Q" in text else month
    return make(int(parts[1]), int(parts[2]))


def period_of(starts_on: date, ends_on: date) -> Period | None:
    """The month or quarter with exactly these days; None if there is none."""
    candidates = (month_of(starts_on), quarter_of(starts_on))
    return next((each for each in candidates if each == (starts_on, ends_on)), None)


def quarters_between(first: date, last: date) -> list[Period]:
    """The quarters from the one with `first` to the one with `last`, in order."""
    quarters = [quarter_of(first)]
    while quarters[-1].ends_on < last:
        quarters.append(quarter_of(quarters[-1].ends_on + timedelta(days=1)))
    return quarters


def open_months(first: date, until: date, closed: Iterable[tuple[date, date]]) -> list[Period]:
    """The months, from the one with `first`, that end before `until` and are not closed."""
    spans, each = list(closed), month_of(first)
    months: list[Period] = []
    while each.ends_on < until:
        if not any(start <= each.starts_on and each.ends_on <= end for start, end in spans):
            months.append(each)
        each = month_of(each.ends_on + timedelta(days=1))
    return months


class Lock(NamedTuple):
    """A closed period of an issuer: closed by whom (user name), and on which day."""

    period: Period
    issuer: str
    number: int
    closed_by: str
    closed_on: date

    def sentence(self, day: date) -> str:
        """The sentence against an entry dated on this day; triggers.closed_days has the same."""
        return (
            f"{self.period.label} of {self.issuer} was closed by {spoken(self.closed_by)} on "
            f"{written(self.closed_on)} (closing {self.number}): nothing dated {written(day)} is "
            "entered or changed until it is reopened."
        )


def first_open_day(locks: Iterable[Lock], day: date) -> date:
    """The day itself or, if it is closed, the first later day in no closed period."""
    for lock in sorted(locks, key=lambda lock: lock.period.starts_on):
        if lock.period.starts_on <= day <= lock.period.ends_on:
            day = lock.period.ends_on + timedelta(days=1)
    return day


def reasons_against_days(locks: Iterable[Lock], days: Iterable[date], field: str) -> list[Reason]:
    """One reason for each of the days that is in a closed period."""
    closed = list(locks)
    return [
        Reason(lock.sentence(day), field)
        for day in sorted(set(days))
        for lock in closed
        if lock.period.starts_on <= day <= lock.period.ends_on
    ]
