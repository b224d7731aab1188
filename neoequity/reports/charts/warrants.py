"""Warrants outstanding by exercise price and expiry: a row for each, a dot at its last day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import per_share
from neoequity.reports.charts.chart import NARROW, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.drawing import Drawing
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.scales import DayScale, day_ticks

TITLE = "Warrants by exercise price and expiry"
#: With more rows than this, warrants that expire in the same month or year share one.
_MOST_ROWS = 14
_ROW, _TOP, _BOTTOM, _FIGURES = 30, 30, 26, 74
_PRICE_WIDTH = {WIDE: 110, NARROW: 88}
_LEAST_RADIUS, _MOST_RADIUS = Decimal(3), Decimal(11)
_AT_CALL, _NEVER = "Set at call", "No expiry"


class Warrants(NamedTuple):
    """Warrant shares outstanding at a price, up to a last day of exercise.

    The price is None where a call sets it, the day None where there is no last day.
    """

    shares: int
    price: Decimal | None
    expires_on: date | None


class Outstanding(NamedTuple):
    """The warrants outstanding on a day."""

    as_of: date
    warrants: Sequence[Warrants]


class _Line(NamedTuple):
    """Warrants that share a row of the picture and of the table."""

    price: str
    short_price: str
    expires_on: date | None
    warrants: int
    shares: int

    @property
    def expiry(self) -> str:
        """The last day of exercise in words."""
        return _NEVER if self.expires_on is None else written(self.expires_on)


def warrants(figures: Outstanding, look: Look = PAPER) -> Chart:
    """The chart of these figures, the lowest price first."""
    lines = _lines([each for each in figures.warrants if each.shares])
    sentence = _sentence(figures, lines)
    wide, narrow = (
        _draw(figures.as_of, lines, width, look).svg(TITLE, sentence) for width in (WIDE, NARROW)
    )
    return Chart(wide, narrow, TITLE, sentence, _table(lines))


_Key = Callable[[Warrants], tuple[object, ...]]


def _lines(rows: Sequence[Warrants]) -> list[_Line]:
    keys: list[_Key] = [
        lambda row: (row.price is None, row.price, row.expires_on or date.max),
        lambda row: (row.price is None, (row.expires_on or date.max).replace(day=1)),
        lambda row: (row.price is None, (row.expires_on or date.max).year),
    ]
    lines: list[_Line] = []
    for key in keys:
        lines = list(_grouped(rows, key))
        if len(lines) <= _MOST_ROWS:
            break
    return lines


def _grouped(rows: Sequence[Warrants], key: _Key) -> Iterator[_Line]:
    for _, group in groupby(sorted(rows, key=key), key=key):
        own = list(group)
        found = sorted(row.price for row in own if row.price is not None)
        days = [row.expires_on for row in own if row.expires_on is not None]
        yield _Line(
            price=_span(found, "to"),
            short_price=_span(found, "–"),
            expires_on=max(days, default=None),
            warrants=len(own),
            shares=sum(row.shares for row in own),
        )


def _span(found: Sequence[Decimal], between: str) -> str:
    if not found:
        return _AT_CALL
    low, high = found[0], found[-1]
    if low == high:
        return per_share(low)
    if between == "to":
        return f"{per_share(low)} to {per_share(high)}"
    return f"${low:.2f}–{high:.2f}"


def _sentence(figures: Outstanding, lines: Sequence[_Line]) -> str:
    on = written(figures.as_of)
    if not lines:
        return f"No warrants are outstanding as of {on}."
    total = sum(line.shares for line in lines)
    told = f"Warrants for {total:,} shares are outstanding as of {on}"
    if len(lines) == 1:
        line = lines[0]
        price = "at a price set at call" if line.price == _AT_CALL else f"at {line.price}"
        expiry = "without expiry" if line.expires_on is None else f"until {line.expiry}"
        return f"{told}, {price}, exercisable {expiry}."
    found = [row.price for row in figures.warrants if row.shares and row.price is not None]
    prices = f" at {per_share(min(found))} to {per_share(max(found))}" if found else ""
    days = [line.expires_on for line in lines if line.expires_on is not None]
    first = f"; the first expire on {written(min(_first_days(figures)))}" if days else ""
    return f"{told}{prices}{first}."


def _first_days(figures: Outstanding) -> list[date]:
    return [row.expires_on for row in figures.warrants if row.shares and row.expires_on]


def _table(lines: Sequence[_Line]) -> Table:
    columns = [
        Column("Exercise price"),
        Column("Exercisable until"),
        Column("Warrants", "count"),
        Column("Shares", "count"),
    ]
    rows: list[list[Cell]] = [
        [line.price, line.expiry, line.warrants, line.shares] for line in lines
    ]
    return Table(columns, rows)


def _draw(as_of: date, lines: Sequence[_Line], width: int, look: Look) -> Drawing:
    height = _TOP + _ROW * max(1, len(lines)) + _BOTTOM
    drawing = Drawing(width, height, look)
    left, bottom = Decimal(_PRICE_WIDTH[width]), Decimal(height - _BOTTOM)
    right = Decimal(width) - _FIGURES - _MOST_RADIUS
    drawing.line("axis", left, bottom, right + _MOST_RADIUS, bottom)
    if not lines:
        drawing.text("tick", Decimal(width) / 2, bottom - _ROW, "No warrants", anchor="middle")
        return drawing
    days = [line.expires_on for line in lines if line.expires_on is not None]
    along = DayScale(as_of, max([as_of, *days]), left, right)
    most = max(2, int((right - left) / 74))
    for tick in day_ticks(along.first, along.last, most):
        x = along.at(tick.day)
        drawing.line("rule", x, _TOP - 8, x, bottom)
        drawing.text("tick", x, bottom + 18, tick.name, anchor="middle")
    drawing.text("tick", 0, 14, "Exercise price")
    drawing.text("tick", width, 14, "Shares", anchor="end")
    largest = max(line.shares for line in lines)
    for number, line in enumerate(lines):
        _draw_line(drawing, along, line, largest, _TOP + _ROW * number + _ROW // 2)
    return drawing


def _draw_line(drawing: Drawing, along: DayScale, line: _Line, largest: int, y: int) -> None:
    drawing.text("label", 0, y + 4, line.short_price)
    end = along.end if line.expires_on is None else along.at(max(line.expires_on, along.first))
    dashes = {"stroke_dasharray": "2 3"} if line.expires_on is None else {}
    drawing.line("range", along.start, y, end, y, stroke_width="1.5", **dashes)
    radius = max(_LEAST_RADIUS, _MOST_RADIUS * (Decimal(line.shares) / largest).sqrt())
    drawing.circle("dot", end, y, radius, stroke_width="1.5")
    drawing.text("figure", drawing.width, y + 4, f"{line.shares:,}", anchor="end")
