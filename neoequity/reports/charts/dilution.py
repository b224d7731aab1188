"""The dilution stack: shares outstanding, and each source stacked on those before it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import of_shares
from neoequity.reports.charts.chart import NARROW, SMALL_HEIGHT, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.drawing import Drawing
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.rows import ROOMY, Lines, bar, names, tight, track
from neoequity.reports.charts.words import one_decimal

TITLE = "Dilution if all were issued"
_TOTAL = "If all were issued"


class Source(NamedTuple):
    """Shares that one source may still bring."""

    name: str
    shares: int


class Stack(NamedTuple):
    """The shares outstanding on a day, None if no document stated them, and what may join them."""

    as_of: date
    outstanding: int | None
    sources: Sequence[Source]

    @property
    def total(self) -> int:
        """The count if all of them were issued."""
        return (self.outstanding or 0) + sum(source.shares for source in self.sources)

    @property
    def dilution(self) -> Decimal:
        """What shares outstanding would lose: the new ones as a fraction of all."""
        return Decimal(self.total - (self.outstanding or 0)) / self.total if self.total else _NONE


_NONE = Decimal(0)


def dilution(figures: Stack, look: Look = PAPER, *, small: int = 0) -> Chart:
    """The chart of these figures, a row for each source in their order.

    `small` is the width of a small picture beside the others.
    """
    sentence = _sentence(figures)

    def drawn(width: int, lines: Lines = ROOMY) -> str:
        return _draw(figures, width, lines, look).svg(TITLE, sentence)

    little = drawn(small, tight(len(figures.sources) + 2, SMALL_HEIGHT)) if small else ""
    return Chart(drawn(WIDE), drawn(NARROW), TITLE, sentence, _table(figures), little)


def _sentence(figures: Stack) -> str:
    on = written(figures.as_of)
    if figures.outstanding is None:
        return f"No count of the shares outstanding was stated by {on}."
    told = f"{of_shares(figures.outstanding)} outstanding as of {on}"
    if figures.total == figures.outstanding:
        return f"{told}; nothing may become shares, as far as it is stated."
    return (
        f"{told}; {figures.total - figures.outstanding:,} more would bring the count to "
        f"{figures.total:,}, a dilution of {one_decimal(figures.dilution)}."
    )


def _rows(figures: Stack) -> list[tuple[str, int, int]]:
    """The name, the shares and the count with them of each row."""
    if figures.outstanding is None:
        return []
    count, rows = figures.outstanding, [("Outstanding", figures.outstanding, figures.outstanding)]
    for source in figures.sources:
        count += source.shares
        rows.append((source.name, source.shares, count))
    return rows


def _table(figures: Stack) -> Table:
    columns = [
        Column("Source"),
        Column("Shares", "count"),
        Column("Count with it", "count"),
        Column("Dilution by then", "percent"),
    ]
    rows: list[list[Cell]] = [
        [name, shares, count, _by_then(figures, count)] for name, shares, count in _rows(figures)
    ]
    return Table(columns, rows)


def _by_then(figures: Stack, count: int) -> Decimal:
    return Decimal(count - (figures.outstanding or 0)) / count if count else _NONE


def _draw(figures: Stack, width: int, lines: Lines, look: Look) -> Drawing:
    rows, height = _rows(figures), lines.height
    if not rows:
        drawing = Drawing(width, height, look)
        track(drawing, 0, lines)
        drawing.text("tick", 0, 14, "No count of the shares outstanding")
        return drawing
    drawing, whole = Drawing(width, height * (len(rows) + 1), look), figures.total
    for number, (name, shares, count) in enumerate(rows):
        y = number * height
        names(drawing, y, name, f"{shares:,}", lines)
        track(drawing, y, lines)
        mark = "gross" if number else "net"
        bar(drawing, mark, y, lines, since=count - shares, until=count, whole=whole)
    y = len(rows) * height
    rate = one_decimal(figures.dilution)
    total = f"{whole:,} ({rate})" if lines.is_tight else f"{whole:,} ({rate} dilution)"
    names(drawing, y, _TOTAL, total, lines, strong=True)
    bar(drawing, "net", y, lines, since=0, until=rows[0][1], whole=whole)
    if whole > rows[0][1]:
        bar(drawing, "gross", y, lines, since=rows[0][1], until=whole, whole=whole)
    return drawing
