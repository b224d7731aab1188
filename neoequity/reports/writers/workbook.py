"""A report as workbook: its data first, then each table that people read, then what it is about."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from typing import BinaryIO

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.books.exporting.workbook import Sheet, write_workbook
from neoequity.reports.facts import facts_of
from neoequity.reports.report import Content, Report, Table
from neoequity.reports.scope import Head


def write_report_workbook(report: Report, content: Content, head: Head, out: BinaryIO) -> None:
    """Write the report: one sheet a table, whose name and columns do not change."""
    about = [("Report", report.title), *facts_of(head)]
    with ExitStack() as cursors:
        sheets = _sheets(content.sheets, about, cursors)
        write_workbook(sheets, out, made_at=head.made_at, title=report.title)


def _sheets(
    tables: Iterable[Table], about: Sequence[tuple[str, str]], cursors: ExitStack
) -> Iterator[Sheet]:
    for table in tables:
        rows: Iterable[Sequence[object]]
        if isinstance(table.rows, Query):
            rows = cursors.enter_context(closing(typed_rows(table.rows, table.columns)))
        else:
            rows = table.rows
        yield Sheet(table.name, table.columns, rows, about)
