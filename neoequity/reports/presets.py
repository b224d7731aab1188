"""The periods that people ask reports for most, as of a day."""

from calendar import FRIDAY
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.periods.rules import month_of, quarter_of


class Preset(NamedTuple):
    """A period by its name; both days belong to it."""

    title: str
    since: date
    until: date


def presets(as_of: date) -> list[Preset]:
    """Months, quarters and the year to date, and the two weeks that end on the last Friday."""
    month, quarter = month_of(as_of), quarter_of(as_of)
    last_month = month_of(month.starts_on - timedelta(days=1))
    last_quarter = quarter_of(quarter.starts_on - timedelta(days=1))
    friday = as_of - timedelta(days=(as_of.weekday() - FRIDAY) % 7)
    return [
        Preset("Two weeks to Friday", friday - timedelta(days=11), friday),
        Preset("This month", month.starts_on, as_of),
        Preset("Last month", *last_month),
        Preset("This quarter", quarter.starts_on, as_of),
        Preset("Last quarter", *last_quarter),
        Preset("Year to date", date(as_of.year, 1, 1), as_of),
    ]
