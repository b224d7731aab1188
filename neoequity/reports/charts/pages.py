"""The charts of the first screen and of an agreement's page."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.cumulative import cumulative
from neoequity.reports.charts.figures import (
    cumulative_of,
    ladder_of,
    prices_of,
    proceeds_by_day,
    proceeds_of,
)
from neoequity.reports.charts.ladder import Due, ladder
from neoequity.reports.charts.prices import prices
from neoequity.reports.charts.proceeds import proceeds
from placements.selectors.positions import Position


def of_the_programme(positions: Sequence[Position], due: Iterable[Due], as_of: date) -> list[Chart]:
    """All agreements together on a day, with what is due under them; two queries."""
    days = proceeds_by_day(positions, as_of)
    return [
        cumulative(cumulative_of(positions, days, as_of)),
        proceeds(proceeds_of(days, as_of)),
        ladder(ladder_of(due, as_of)),
    ]


def of_an_agreement(position: Position, as_of: date, known_at: datetime | None) -> list[Chart]:
    """One agreement on a day, as known at a moment; two queries."""
    days = proceeds_by_day([position], as_of, known_at)
    return [
        cumulative(cumulative_of([position], days, as_of)),
        prices(prices_of(position, days, as_of, known_at)),
    ]
