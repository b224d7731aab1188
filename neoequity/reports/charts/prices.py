"""Prices by day: lowest, highest and average of a placement's sales against its minimum price."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import ZERO, average_price, per_share
from neoequity.reports.charts.chart import NARROW, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.columns import EMPTY_HEIGHT
from neoequity.reports.charts.drawing import Drawing, width_of
from neoequity.reports.charts.frame import Frame
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.periods import MOST_MARKS, Kind, Period, finest
from neoequity.reports.charts.scales import DayScale, Scale, around
from neoequity.reports.charts.words import axis_prices

_HEIGHT = 270
#: One day alone stands at the end of so many.
_LEAST_DAYS = 28
#: So few marks are named with their average each.
_FEW = 3


class DayPrices(NamedTuple):
    """The standing sales of a placement on a day, in dollars and in shares of the last day.

    `minimum` is the placement's; None where none was agreed.
    """

    day: date
    placement: int
    lowest: Decimal
    highest: Decimal
    gross: Decimal
    shares: int
    minimum: Decimal | None


class Prices(NamedTuple):
    """The prices under one agreement from a day on."""

    name: str
    since: date
    last: date
    days: Sequence[DayPrices]


class _Mark(NamedTuple):
    """The prices of a placement in a period."""

    period: Period
    placement: int
    lowest: Decimal
    highest: Decimal
    average: Decimal
    minimum: Decimal | None

    @property
    def is_below(self) -> bool:
        """Whether something was sold below the minimum price."""
        return self.minimum is not None and self.lowest < self.minimum


def prices(figures: Prices, look: Look = PAPER) -> Chart:
    """The chart of these figures, a mark for each placement and day, or week or month of many."""
    kind = finest([each.day for each in figures.days], MOST_MARKS)
    marks = list(_marks(figures.days, kind))
    title = f"Price per share against minimum price, {figures.name}"
    sentence = _sentence(figures, marks)
    wide, narrow = (_draw(marks, width, look).svg(title, sentence) for width in (WIDE, NARROW))
    return Chart(wide, narrow, title, sentence, _table(marks))


def _marks(days: Sequence[DayPrices], kind: Kind) -> Iterator[_Mark]:
    ordered = sorted(days, key=lambda each: (kind(each.day), each.placement))
    for (period, placement), group in groupby(
        ordered, key=lambda each: (kind(each.day), each.placement)
    ):
        own = list(group)
        average = average_price(sum((each.gross for each in own), ZERO), sum(e.shares for e in own))
        lowest = min(each.lowest for each in own)
        yield _Mark(
            period=period,
            placement=placement,
            lowest=lowest,
            highest=max(each.highest for each in own),
            average=lowest if average is None else average,
            minimum=own[-1].minimum,
        )


def _sentence(figures: Prices, marks: Sequence[_Mark]) -> str:
    stretch = f"from {written(figures.since)} to {written(figures.last)}"
    if not marks:
        return f"Nothing was sold {stretch}."
    lowest, highest = min(m.lowest for m in marks), max(m.highest for m in marks)
    span = (
        per_share(lowest) if lowest == highest else f"{per_share(lowest)} to {per_share(highest)}"
    )
    told = f"Shares were sold at {span} {stretch}; "
    margins = [(mark.lowest - mark.minimum, mark) for mark in marks if mark.minimum is not None]
    if not margins:
        return f"{told}no minimum price was agreed."
    below = sum(mark.is_below for mark in marks)
    if below:
        return f"{told}{below} of {len(marks)} marks reach below the minimum price."
    least, mark = min(margins, key=lambda pair: pair[0])
    closest = "at the minimum" if not least else f"{per_share(least)} above the minimum"
    return (
        f"{told}none below the minimum price. The closest was {closest} of placement "
        f"{mark.placement}, {per_share(mark.minimum or ZERO)}."
    )


def _table(marks: Sequence[_Mark]) -> Table:
    columns = [
        Column("Traded"),
        Column("Placement", "count"),
        Column("Lowest", "price"),
        Column("Highest", "price"),
        Column("Average", "price"),
        Column("Minimum price", "price"),
    ]
    rows: list[list[Cell]] = [
        [
            *(mark.period.name, mark.placement, mark.lowest, mark.highest, mark.average),
            "none" if mark.minimum is None else mark.minimum,
        ]
        for mark in marks
    ]
    return Table(columns, rows)


def _draw(marks: Sequence[_Mark], width: int, look: Look) -> Drawing:
    drawing = Drawing(width, _HEIGHT if marks else EMPTY_HEIGHT, look)
    frame = Frame(drawing, top=36)
    if not marks:
        drawing.line("axis", frame.left, frame.bottom, frame.right, frame.bottom)
        frame.says("No sales")
        return drawing
    minimums = [mark.minimum for mark in marks if mark.minimum is not None]
    found = [*(mark.lowest for mark in marks), *(mark.highest for mark in marks), *minimums]
    round_figures = around(found)
    upright = frame.upright(round_figures[0], round_figures[-1])
    days = [mark.period.last for mark in marks]
    last = max(days)
    first = min([last - timedelta(days=_LEAST_DAYS), *days])
    # Room at both ends, so that marks keep clear of the edges.
    along = DayScale(first, last, frame.left + 12, frame.right - 22)
    frame.figures(upright, round_figures, axis_prices(round_figures))
    frame.days(along)
    _key(frame, bool(minimums), any(mark.is_below for mark in marks))
    _draw_minimums(frame, upright, along, marks)
    _draw_marks(frame, upright, along, marks)
    return drawing


def _key(frame: Frame, has_minimum: bool, has_below: bool) -> None:
    drawing, x, y = frame.drawing, Decimal(0), Decimal(11)
    drawing.line("range key", x + 4, y - 6, x + 4, y + 6, stroke_width=2)
    drawing.circle("dot key", x + 4, y, 4, stroke_width="1.5")
    x = _name(frame, x + 14, "Low, average, high")
    if has_minimum:
        drawing.line("minimum key", x, y, x + 16, y, stroke_width="1.5", stroke_dasharray="4 2")
        x = _name(frame, x + 22, "Minimum price")
    if has_below:
        drawing.circle("below key", x + 4, y, 4, stroke_width=2)
        _name(frame, x + 14, "Below")


def _name(frame: Frame, x: Decimal, words: str) -> Decimal:
    frame.drawing.text("tick", x, 15, words)
    return x + width_of(words) + 6


def _draw_minimums(frame: Frame, upright: Scale, along: DayScale, marks: Sequence[_Mark]) -> None:
    by_placement = sorted(marks, key=lambda mark: mark.placement)
    for _, group in groupby(by_placement, key=lambda mark: (mark.placement, mark.minimum)):
        own = list(group)
        minimum = own[0].minimum
        if minimum is None:
            continue
        days = [mark.period.last for mark in own]
        y = upright.at(minimum)
        frame.drawing.line(
            "minimum",
            along.at(min(days)) - 10,
            y,
            along.at(max(days)) + 10,
            y,
            stroke_width="1.5",
            stroke_dasharray="4 2",
        )


def _draw_marks(frame: Frame, upright: Scale, along: DayScale, marks: Sequence[_Mark]) -> None:
    radius = Decimal(4) if len(marks) <= MOST_MARKS // 2 else Decimal("2.5")
    for mark in marks:
        x, y = along.at(mark.period.last), upright.at(mark.average)
        low, high = upright.at(mark.lowest), upright.at(mark.highest)
        frame.drawing.line("range", x, low, x, high, stroke_width=2, stroke_linecap="round")
        if mark.is_below:
            frame.drawing.circle("below", x, y, radius, stroke_width=2)
        else:
            frame.drawing.circle("dot", x, y, radius, stroke_width="1.5")
        if len(marks) <= _FEW:
            words = f"${mark.average:,.4f}"
            frame.drawing.text("figure", x - 9, y - 8, words, anchor="end", haloed=True)
