"""Tables as an Excel workbook, written row by row: plain objects in, the same bytes out each time.

The sheets of the tables come first, so that whoever opens the file, or reads it by program, has
the table; the sheet "About" behind them says what they are of. A table's sheet holds nothing but
its heading, its rows and its totals.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from neoequity.books.exporting.cells import CellWriter, readable
from neoequity.books.exporting.sheets import Cell, Column, Kind, Sheet, SheetNames
from neoequity.books.exporting.table_sheet import TableSheet

__all__ = ["Cell", "Column", "Kind", "Sheet", "write_workbook"]

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MAKER = "NeoEquity"
_ABOUT_WIDTHS = 30, 90
_LETTER = 1  # Excel's number for the paper
_LONGEST_TITLE = 100  # a header holds 255 characters, in which an ampersand counts twice


class _Written(NamedTuple):
    """What the sheet "About" tells of a table."""

    name: str
    rows: int
    about: Sequence[tuple[str, str]]
    notes: Sequence[str]


def write_workbook(
    sheets: Iterable[Sheet], out: BinaryIO, *, made_at: datetime, title: str
) -> None:
    """Write the tables to `out`, in memory that does not grow with them.

    `made_at`, an aware datetime, is the file's moment of creation; the same content and moment
    give the same bytes. Raises TypeError, naming the column, for a value that no cell holds, such
    as a float.
    """
    with _workbook(out) as book:
        book.set_properties(
            {"title": readable(title), "author": _MAKER, "created": made_at.astimezone(UTC)}
        )
        cells, names = CellWriter(book), SheetNames()
        written = [_write_table(book, each, cells, names, title) for each in sheets]
        about = _added(book, names.new("About"), title)
        _write_about(about, [("Title", title), ("Made at", made_at), *_lines(written)], cells)


@contextmanager
def _workbook(out: BinaryIO) -> Iterator[Any]:
    """A workbook whose rows wait in files that are removed, whatever happens."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        book = Workbook(out, {**_OPTIONS, "tmpdir": folder})
        book.use_zip64()
        try:
            yield book
            book.close()
        except FileCreateError as error:  # hides what failed, such as a full disk
            raise error.args[0] from error
        finally:
            for sheet in book.worksheets():
                sheet._opt_close()  # noqa: SLF001  # its file would stay open after an error


def _write_table(
    book: Any, sheet: Sheet, cells: CellWriter, names: SheetNames, title: str
) -> _Written:
    """Write one table, on further sheets where one cannot hold all its rows."""
    parts: list[TableSheet] = []
    rows = iter(sheet.rows)
    row = next(rows, None)
    while row is not None or not parts:
        name = names.new(sheet.name)
        part = TableSheet(_added(book, name, title), name, sheet.columns, cells, tuple(parts))
        while row is not None and part.has_room:
            part.add(row)
            row = next(rows, None)
        part.finish(is_last=row is None)
        parts.append(part)
    return _Written(parts[0].name, sum(part.rows for part in parts), sheet.about, parts[-1].notes())


def _lines(written: Iterable[_Written]) -> Iterator[tuple[str, object]]:
    for table in written:
        yield "", None
        yield "Sheet", table.name
        yield "Rows", table.rows
        yield from table.about
        for note in table.notes:
            yield "Note", note


def _write_about(sheet: Any, lines: Iterable[tuple[str, object]], cells: CellWriter) -> None:
    for place, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(place, place, width)
    for number, (label, value) in enumerate(lines):
        cells.write_text(sheet, number, 0, label, cells.label)
        if isinstance(value, str):
            cells.write_text(sheet, number, 1, value, cells.long_text)
        else:
            cells.write(sheet, number, 1, value, Kind.NUMBER)


def _added(book: Any, name: str, title: str) -> Any:
    """A new sheet, set up for print: Letter, landscape, one page wide."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(_LETTER)
    sheet.fit_to_pages(1, 0)
    printed = readable(title)[:_LONGEST_TITLE].replace("&", "&&")
    sheet.set_header(f"&L{printed}&R&A")
    sheet.set_footer("&RPage &P of &N")
    return sheet
