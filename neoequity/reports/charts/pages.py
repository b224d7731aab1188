"""The charts of the first screen and of an agreement's page."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from neoequity.books.calendar import Exceptions
from neoequity.books.money import ZERO
from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.cumulative import Cumulative, cumulative
from neoequity.reports.charts.figures import (
    cumulative_of,
    ladder_of,
    prices_of,
    proceeds_by_day,
    proceeds_of,
)
from neoequity.reports.charts.ladder import Due, ladder
from neoequity.reports.charts.prices import prices
from neoequity.reports.charts.proceeds import Proceeds, proceeds
from placements.selectors.positions import Position


def of_the_programme(
    positions: Sequence[Position],
    due: Iterable[Due],
    as_of: date,
    exceptions: Exceptions,
    period: tuple[date, date] | None = None,
) -> list[Chart]:
    """All agreements together on a day, with what is due under them; one query.

    With a `period`, sold and proceeds are those of its days, on top of what was sold before.
    """
    days = proceeds_by_day(positions, as_of)
    sold, earned = cumulative_of(positions, days, as_of), proceeds_of(days, as_of)
    if period is not None:
        sold, earned = _sold_within(sold, *period), _earned_within(earned, *period)
    return [cumulative(sold), proceeds(earned), ladder(ladder_of(due, as_of, exceptions))]


def _sold_within(figures: Cumulative, since: date, until: date) -> Cumulative:
    """The days of a period, beginning with what was sold before it; no earlier than the signing."""
    first = min(max(figures.first, since), until)
    begun = [each for each in figures.capacities if each.since <= until]
    past = [each for each in begun if each.since <= first]
    return figures._replace(
        first=first,
        last=until,
        sold=[each for each in figures.sold if first <= each.day <= until],
        capacities=[*past[-1:], *(each for each in begun if each.since > first)],
        before=sum((each.gross for each in figures.sold if each.day < first), ZERO),
    )


def _earned_within(figures: Proceeds, since: date, until: date) -> Proceeds:
    days = [each for each in figures.days if since <= each.day <= until]
    return Proceeds(until, days, since)


def of_an_agreement(position: Position, as_of: date, known_at: datetime | None) -> list[Chart]:
    """One agreement on a day, as known at a moment; two queries."""
    days = proceeds_by_day([position], as_of, known_at)
    return [
        cumulative(cumulative_of([position], days, as_of)),
        prices(prices_of(position, days, as_of, known_at)),
    ]
