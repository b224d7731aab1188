"""The charts of the board report, drawn from the lines of its tables."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from neoequity.books.periods.rules import month_of
from neoequity.company.selectors.share_ledger import Ledger
from neoequity.reports.board.months import Month
from neoequity.reports.charts import company_figures
from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.cumulative import Point, cumulative
from neoequity.reports.charts.dilution import Source, Stack, dilution
from neoequity.reports.charts.figures import cumulative_of
from neoequity.reports.charts.look import PAPER
from neoequity.reports.charts.proceeds import DayProceeds, Proceeds, proceeds
from neoequity.reports.report import Asked
from placements.selectors.positions import Position

#: A picture in a PDF takes one of the fonts that come with typst.
_LOOK = PAPER._replace(font="Libertinus Serif")
#: How wide the small pictures are beside each other, with the dilution and without.
_THREE, _TWO = (236, 234, 252), (356, 356)
#: The dilution stack tells so many sources one by one.
MOST_SOURCES = 6

BEFORE = "Before the period"


def charts_of(
    asked: Asked,
    positions: Sequence[Position],
    steps: Sequence[Point],
    months: Sequence[Month],
    stack: Stack,
) -> Iterator[Chart]:
    """What is sold of the capacity, the proceeds of each month told alone, and the dilution.

    Where nobody stated the shares outstanding there is no stack to draw.
    """
    widths: Sequence[int] = _TWO if stack.outstanding is None else _THREE
    figures = cumulative_of(positions, [], asked.as_of)
    figures = figures._replace(name="", first=asked.since, told=steps)
    yield cumulative(figures, _LOOK, small=widths[0])
    alone = [each for each in months if not each.is_earlier]
    days = [DayProceeds(each.starts_on, each.gross, each.net) for each in alone]
    since = max(asked.since, days[0].day) if days else asked.since
    yield proceeds(Proceeds(asked.as_of, days, since), _LOOK, small=widths[1])
    if stack.outstanding is not None:
        yield dilution(stack, _LOOK, small=widths[2])


def steps_of(asked: Asked, months: Sequence[Month], opening: Decimal) -> list[Point]:
    """The gross at the end of each line of the proceeds; `opening` was sold before the period."""
    steps = [Point(BEFORE, asked.since, opening, opening)] if opening else []
    total = opening
    for place, each in enumerate(months):
        total += each.gross
        end = month_of(each.starts_on).ends_on
        if each.is_earlier:
            end = months[place + 1].starts_on - timedelta(days=1)
        steps.append(Point(each.name, min(end, asked.as_of), each.gross, total))
    return steps


def stack_of(ledger: Ledger, asked: Asked) -> Stack:
    """The sources of the share ledger in its order; the smallest of many are told together."""
    stack = company_figures.stack_of(ledger, asked.as_of)
    sources = stack.sources
    if len(sources) > MOST_SOURCES:
        largest = sorted(sources, key=lambda each: -each.shares)[: MOST_SOURCES - 1]
        others = [each for each in sources if each not in largest]
        together = Source(f"{len(others)} other sources", sum(each.shares for each in others))
        sources = [*(each for each in sources if each in largest), together]
    return stack._replace(sources=sources)
