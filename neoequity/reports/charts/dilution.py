"""The dilution stack: shares outstanding, and each source stacked on those before it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import of_shares
from neoequity.reports.charts.chart import NARROW, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.drawing import Drawing
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.rows import ROW, bar, names, track
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


def dilution(figures: Stack, look: Look = PAPER) -> Chart:
    """The chart of these figures, a row for each source in their order."""
    sentence = _sentence(figures)
    wide, narrow = (_draw(figures, width, look).svg(TITLE, sentence) for width in (WIDE, NARROW))
    return Chart(wide, narrow, TITLE, sentence, _table(figures))


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


def _draw(figures: Stack, width: int, look: Look) -> Drawing:
    rows = _rows(figures)
    if not rows:
        drawing = Drawing(width, ROW, look)
        track(drawing, 0)
        drawing.text("tick", 0, 14, "No count of the shares outstanding")
        return drawing
    drawing, whole = Drawing(width, ROW * (len(rows) + 1), look), figures.total
    for number, (name, shares, count) in enumerate(rows):
        names(drawing, number * ROW, name, f"{shares:,}")
        track(drawing, number * ROW)
        mark = "gross" if number else "net"
        bar(drawing, mark, number * ROW, since=count - shares, until=count, whole=whole)
    y = len(rows) * ROW
    total = f"{whole:,} ({one_decimal(figures.dilution)} dilution)"
    names(drawing, y, _TOTAL, total, strong=True)
    bar(drawing, "net", y, since=0, until=rows[0][1], whole=whole)
    if whole > rows[0][1]:
        bar(drawing, "gross", y, since=rows[0][1], until=whole, whole=whole)
    return drawing
