"""Cumulative gross against capacity, with the fee tiers as bands."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import ZERO, dollars
from neoequity.reports.charts.chart import NARROW, SMALL_HEIGHT, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.drawing import Drawing, px, width_of
from neoequity.reports.charts.frame import Frame
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.periods import finest
from neoequity.reports.charts.scales import DayScale, Scale, ticks
from neoequity.reports.charts.words import (
    axis_dollars,
    one_decimal,
    short_dollars,
    tier_rate,
    whole_dollars,
)

_HEIGHT = 290
_LEAST_BAND = 20  # pixels that the name of a band needs


class Sold(NamedTuple):
    """The gross that a day added, in dollars; negative where reversals outweigh its sales."""

    day: date
    gross: Decimal


class Capacity(NamedTuple):
    """The most that may be sold from a day on, in dollars of gross."""

    since: date
    dollars: Decimal


class Band(NamedTuple):
    """A fee tier: its rate, a fraction, on the gross above `above` dollars up to the next."""

    above: Decimal
    rate: Decimal


class Point(NamedTuple):
    """The gross of a period, and all of it by the period's end."""

    name: str
    day: date
    gross: Decimal
    total: Decimal


class Cumulative(NamedTuple):
    """What was sold of the capacity from the first day to the last, on top of `before`.

    `capacities` are in order of their days. `bands` are in force on the last day, in order; none
    where the sums are of several agreements or the agreement has no tiers. `told` are the steps
    where they are those of a table; otherwise they are made of what was `sold`. Without a
    `name` the title names none. `lapsed` is what agreements that had ended left unsold.
    """

    name: str
    first: date
    last: date
    sold: Sequence[Sold]
    capacities: Sequence[Capacity]
    bands: Sequence[Band] = ()
    told: Sequence[Point] = ()
    before: Decimal = ZERO
    lapsed: Decimal = ZERO


def cumulative(figures: Cumulative, look: Look = PAPER, *, small: int = 0) -> Chart:
    """The chart of these figures: a step for each day, or for each week or month of many.

    `small` is the width of a small picture beside the others.
    """
    points = list(figures.told or _points(figures))
    title = ", ".join(filter(None, ("Cumulative gross against capacity", figures.name)))
    sentence = _sentence(figures, points)

    def drawn(width: int, height: int = _HEIGHT) -> str:
        return _draw(figures, points, (width, height), look).svg(title, sentence)

    return Chart(
        drawn(WIDE),
        drawn(NARROW),
        title,
        sentence,
        _table(figures, points),
        drawn(small, SMALL_HEIGHT) if small else "",
    )


def _points(figures: Cumulative) -> Iterator[Point]:
    kind = finest([each.day for each in figures.sold])
    sums: dict[tuple[str, date], Decimal] = {}
    for each in sorted(figures.sold):
        period = kind(each.day)
        key = (period.name, min(period.last, figures.last))
        sums[key] = sums.get(key, ZERO) + each.gross
    total = figures.before
    for (name, day), gross in sums.items():
        total += gross
        yield Point(name, day, gross, total)


def _capacity_on(figures: Cumulative, day: date) -> Decimal:
    begun = [each.dollars for each in figures.capacities if each.since <= day]
    return begun[-1] if begun else ZERO


def _sentence(figures: Cumulative, points: Sequence[Point]) -> str:
    limit, on = _capacity_on(figures, figures.last), written(figures.last)
    total = _total(figures, points)
    if not points and not total:
        return f"Nothing was sold by {on}; the capacity is {whole_dollars(limit)}."
    part = f" ({one_decimal(total / limit)})" if limit else ""
    left = limit - total - figures.lapsed
    rest = f"{dollars(left)} is left" if left >= 0 else f"{dollars(-left)} more than the capacity"
    if figures.lapsed:
        rest += f" and {dollars(figures.lapsed)} lapsed when an agreement ended"
    return f"{dollars(total)} of {whole_dollars(limit)}{part} was sold by {on}; {rest}."


def _total(figures: Cumulative, points: Sequence[Point]) -> Decimal:
    """What was sold by the last day."""
    return points[-1].total if points else figures.before


def _table(figures: Cumulative, points: Sequence[Point]) -> Table:
    columns = [
        Column("Sold"),
        Column("Gross", "money"),
        Column("Cumulative gross", "money"),
        Column("Capacity", "money"),
    ]
    if figures.bands:
        columns.append(Column("Fee tier reached", "percent"))
    rows: list[list[Cell]] = []
    for point in points:
        limit = _capacity_on(figures, point.day)
        row: list[Cell] = [point.name, point.gross, point.total, limit]
        if figures.bands:
            row.append(_rate_at(figures.bands, point.total))
        rows.append(row)
    return Table(columns, rows)


def _rate_at(bands: Sequence[Band], gross: Decimal) -> Decimal:
    """The rate of the last dollar sold."""
    return next((band.rate for band in reversed(bands) if band.above < gross), bands[0].rate)


def _draw(
    figures: Cumulative, points: Sequence[Point], size: tuple[int, int], look: Look
) -> Drawing:
    drawing = Drawing(*size, look)
    frame = Frame(drawing, top=22)
    limits = [each.dollars for each in figures.capacities]
    lowest = min([ZERO, figures.before, *(point.total for point in points)])
    highest = max([Decimal(1), figures.before, *limits, *(point.total for point in points)])
    upright = frame.upright(lowest, highest)
    along = DayScale(figures.first, figures.last, frame.left, frame.right)
    _draw_bands(frame, upright, figures.bands, _capacity_on(figures, figures.last))
    round_figures = ticks(lowest, highest)
    frame.figures(upright, round_figures, axis_dollars(round_figures))
    (_draw_told if figures.told else _draw_sold)(frame, upright, along, figures, points)
    frame.days(along)
    _draw_capacity(frame, upright, along, figures)
    _name_bands(frame, upright, figures.bands, _capacity_on(figures, figures.last))
    _name_sold(frame, upright, _total(figures, points))
    return drawing


def _edges(bands: Sequence[Band], limit: Decimal) -> Iterator[tuple[Band, Decimal]]:
    """Each band that begins below the capacity, with its end."""
    within = [band for band in bands if band.above < limit]
    ends = [*(band.above for band in within), limit][1:]
    yield from zip(within, ends, strict=True)


def _draw_bands(frame: Frame, upright: Scale, bands: Sequence[Band], limit: Decimal) -> None:
    for number, (band, end) in enumerate(_edges(bands, limit)):
        top, bottom = upright.at(end), upright.at(band.above)
        mark = "next-band" if number % 2 else "band"
        frame.drawing.rect(mark, frame.left, top, frame.width, bottom - top)


def _name_bands(frame: Frame, upright: Scale, bands: Sequence[Band], limit: Decimal) -> None:
    for band, end in _edges(bands, limit):
        top, bottom = upright.at(end), upright.at(band.above)
        if bottom - top >= _LEAST_BAND:
            words = f"{tier_rate(band.rate)} commission"
            frame.drawing.text("tick", frame.left + 8, top + 15, words)


def _draw_sold(
    frame: Frame, upright: Scale, along: DayScale, figures: Cumulative, points: Sequence[Point]
) -> None:
    zero, before = upright.at(ZERO), upright.at(figures.before)
    steps = [f"H{px(along.at(point.day))}V{px(upright.at(point.total))}" for point in points]
    line = "".join([f"M{px(frame.left)} {px(before)}", *steps, f"H{px(frame.right)}"])
    _draw_line(frame, line, zero)
    if points:
        end = upright.at(points[-1].total)
        frame.drawing.circle("dot", frame.right, end, 4, stroke_width="1.5")


def _draw_told(
    frame: Frame, upright: Scale, along: DayScale, figures: Cumulative, points: Sequence[Point]
) -> None:
    """A dot for each line of the table; how the days between them went, it does not tell."""
    places = [(along.at(point.day), upright.at(point.total)) for point in points]
    zero, before = upright.at(ZERO), upright.at(figures.before)
    if points[0].day > along.first:
        places = [(frame.left, before), *places]
    line = "L".join(f"{px(x)} {px(y)}" for x, y in places)
    _draw_line(frame, f"M{line}", zero)
    for x, y in places[-len(points) :]:
        frame.drawing.circle("dot", x, y, 3, stroke_width=1)


def _draw_line(frame: Frame, line: str, zero: Decimal) -> None:
    area = f"{line}V{px(zero)}H{px(frame.left)}Z"
    frame.drawing.path("area", area, fill_opacity="0.16")
    frame.drawing.path("line", line, fill="none", stroke_width=2, stroke_linejoin="round")


def _name_sold(frame: Frame, upright: Scale, total: Decimal) -> None:
    y = upright.at(total) - 10
    if y < frame.top + 14:  # beneath the name of the capacity there is no room above the line
        y = upright.at(total) + 20
    words = f"{short_dollars(total)} sold"
    frame.drawing.text("figure", frame.right - 2, y, words, anchor="end", haloed=True)


def _draw_capacity(frame: Frame, upright: Scale, along: DayScale, figures: Cumulative) -> None:
    capacities = figures.capacities
    if not capacities:
        return
    first, *later = capacities
    steps = [f"M{px(frame.left)} {px(upright.at(first.dollars))}"]
    for each in later:
        day = max(each.since, along.first)
        steps.append(f"H{px(along.at(day))}V{px(upright.at(each.dollars))}")
    path = "".join([*steps, f"H{px(frame.right)}"])
    frame.drawing.path("limit", path, fill="none", stroke_width="1.5", stroke_dasharray="6 3")
    words = f"{short_dollars(capacities[-1].dollars)} capacity"
    x = along.at(max(capacities[-1].since, along.first)) + 2
    room = frame.right - width_of(words)
    frame.drawing.text("figure", min(x, room), upright.at(capacities[-1].dollars) - 7, words)
