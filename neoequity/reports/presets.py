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
    """Months, quarters and years, and the two weeks that end on the last Friday."""
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
        _last_year(as_of),
    ]


def periods_by_name(as_of: date, first: date) -> dict[str, Preset]:
    """The periods of the first screen by their name in its address; `first` begins the longest."""
    by_title = {each.title: each for each in presets(as_of)}
    return {
        "this-quarter": by_title["This quarter"],
        "last-quarter": by_title["Last quarter"],
        "this-year": by_title["Year to date"]._replace(title="This year"),
        "last-year": by_title["Last year"],
        "to-date": Preset("To date", min(first, as_of), as_of),
    }


def _last_year(as_of: date) -> Preset:
    year = as_of.year - 1
    return Preset("Last year", date(year, 1, 1), date(year, 12, 31))
