"""A report: tables and paragraphs that every form of it - page, CSV, PDF, workbook - is made of."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.workbook import Column
from neoequity.books.models import Issuer
from neoequity.reports.charts.chart import Chart

#: The cells of a line, one for each column; None is an empty cell.
Row = Sequence[object]


class Asked(NamedTuple):
    """What a report is asked for: an issuer's days from `since` to `until`, both included.

    `as_of` is the last of them that is not in the future. `known_at` is the moment by which its
    figures were recorded; None for what is known now. `agreement` is a slug; None for all.
    """

    issuer: Issuer
    since: date
    until: date
    as_of: date
    today: date
    known_at: datetime | None = None
    agreement: str | None = None


class Table(NamedTuple):
    """A table: `name` is the name of its sheet, and `rows` are either cells or SQL that reads them.

    SQL is for tables with a line for each sale, which are never held in memory. A table of what
    the data has already, in fewer words, is no `sheet` of the workbook. `empty` is said where there
    is no row. Two `half` tables that follow each other stand side by side on paper.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row] | Query
    note: str = ""
    sheet: bool = True
    empty: str = "Nothing was recorded in this period."
    half: bool = False

    @property
    def totals(self) -> Row | None:
        """The total below each column that is added up; None without such a column or rows."""
        if isinstance(self.rows, Query) or not self.rows:
            return None
        if not any(column.totaled for column in self.columns):
            return None
        return [
            sum(cell for cell in cells if cell is not None) if column.totaled else None
            for column, cells in zip(self.columns, zip(*self.rows, strict=True), strict=True)
        ]


class Content(NamedTuple):
    """What a report says: `data` is its CSV; `tables` and `words` are what people read.

    Without `tables`, people read `data`. `words` are paragraphs that can be pasted into a filing;
    `charts` are drawn above the tables.
    """

    data: Table
    tables: Sequence[Table] = ()
    words: Sequence[str] = ()
    charts: Sequence[Chart] = ()

    @property
    def shown(self) -> Sequence[Table]:
        """The tables of page and PDF, in order."""
        return self.tables or (self.data,)

    @property
    def sheets(self) -> Iterator[Table]:
        """The tables of the workbook: the data first, then those that only people read."""
        yield self.data
        yield from (each for each in self.tables if each is not self.data and each.sheet)


class Report(NamedTuple):
    """A report by its `name` in addresses and commands; `about` says in a sentence what it is.

    A `packed` one is in the auditors' packs: of a closed period its figures never change.
    A `compact` one is set small, to fit on one page.
    """

    name: str
    title: str
    about: str
    build: Callable[[Asked], Content]
    packed: bool = True
    compact: bool = False
