"""The cells of a report in words, as page and PDF have them, and the first lines of a table."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, cast

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.templatetags.books import day, moment, money, percent, price, shares
from neoequity.reports.reading import read_rows
from neoequity.reports.report import Row, Table

#: An empty cell, so that nobody wonders whether something is missing.
EMPTY = "–"

_IN_WORDS: dict[Kind, Callable[..., str]] = {
    Kind.SHARES: shares,
    Kind.PRICE: price,
    Kind.MONEY: money,
    Kind.PERCENT: percent,
    Kind.DAY: day,
    Kind.MOMENT: moment,
}
_NUMBERS = (Kind.NUMBER, Kind.SHARES, Kind.PRICE, Kind.MONEY, Kind.PERCENT)


class Lines(NamedTuple):
    """The first lines of a table in words, the totals of all, and how many lines it has.

    `number` is None where more follow than were read.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] | None
    number: int | None


def is_number(column: Column) -> bool:
    """Whether its cells stand at the right."""
    return column.kind in _NUMBERS


def in_words(cell: object, kind: Kind) -> str:
    """A cell as people read it: $3,822,967.00, Nov 9, 2001, 3.50%."""
    if cell is None or cell == "":
        return EMPTY
    if isinstance(cell, str):  # such as "not available" in a column of dollars
        return cell
    write = _IN_WORDS.get(kind)
    if write is None:
        return str(cell)
    return write(cast(Decimal | int | date | datetime, cell))


def lines_of(table: Table, most: int) -> Lines:
    """At most so many lines of a table, in words."""
    rows = _first(table.rows, most + 1)
    number = len(table.rows) if not isinstance(table.rows, Query) else len(rows)
    known = not isinstance(table.rows, Query) or len(rows) <= most
    words = [_line(table.columns, row) for row in rows[:most]]
    totals = table.totals
    return Lines(
        table.columns,
        words,
        None if totals is None else _total(table.columns, totals),
        number if known else None,
    )


def _first(rows: Sequence[Row] | Query, most: int) -> Sequence[Row]:
    if not isinstance(rows, Query):
        return rows[:most]
    # The limit is the database's: without it all rows would be sent here first.
    limited = f"SELECT * FROM ({rows.sql}) AS lines LIMIT {most:d}"  # noqa: S608  # of a report
    return read_rows(rows._replace(sql=limited))


def _line(columns: Sequence[Column], row: Row) -> list[str]:
    return [in_words(cell, column.kind) for column, cell in zip(columns, row, strict=True)]


def _total(columns: Sequence[Column], totals: Row) -> list[str]:
    cells = ["" if cell is None else text for cell, text in
             zip(totals, _line(columns, totals), strict=True)]  # fmt: skip
    cells[0] = cells[0] or "Total"
    return cells
