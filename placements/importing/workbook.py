"""An Excel workbook as text: the first sheet that has cells, tabs between them, a row a line."""

import csv
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import NamedTuple

import python_calamine

from neoequity.books.refusal import Reason, Refused
from placements.importing.table import MOST_COLUMNS

MOST_SHEETS = 50
MOST_LETTERS = 2

_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_MARK = b"PK\x03\x04"
#: What Python's reader of archives raises for bytes that are none, or for a way it cannot unpack.
_NO_ARCHIVE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError),
    *(ValueError, EOFError, OSError),
)
_UNREADABLE = "The file is not an Excel workbook (.xlsx) that can be read."


class Limits(NamedTuple):
    """The largest workbook that is read, and what to do with a larger one; of 500 sales usually.

    Before it is unpacked, a workbook says how large its parts are. A stray cell far below or far to
    the right would make the reader lay out all that lies between.
    """

    unpacked: int = 32 * 1024 * 1024
    rows: int = 5_000
    cells: int = 5_000 * 26 * 27
    instead: str = "copy the rows and paste them"


_USUAL = Limits()


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an archive, as workbooks of Excel are."""
    return content.startswith(_MARK)


def text_of(content: bytes) -> str:
    """The cells of the first sheet that has any: numbers and days as plain text.

    A number has the 15 digits that Excel itself keeps; its format is not known, so 4.10 reads 4.1.
    Raises Refused with a sentence for a file that cannot be read or would be too large.
    """
    return _as_text(rows_of(content))


def rows_of(content: bytes, limits: Limits = _USUAL) -> Iterator[list[str]]:
    """The rows of that sheet, one by one from its first, as `text_of` writes their cells."""
    _refuse_large(content, limits)
    try:
        with python_calamine.load_workbook(BytesIO(content)) as workbook:
            sheet = _first_with_cells(workbook)
            _, before = sheet.start or (0, 0)
            for row in sheet.iter_rows():
                yield [*[""] * before, *map(_written, row)]
    except python_calamine.PasswordError:
        raise _refused("The workbook has a password: save it without one.") from None
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError):
        raise _refused(_UNREADABLE) from None


def _first_with_cells(workbook: python_calamine.CalamineWorkbook) -> python_calamine.CalamineSheet:
    for place, described in enumerate(workbook.sheets_metadata[:MOST_SHEETS]):
        if described.visible is python_calamine.SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_index(place)
            if any(cell != "" for row in sheet.iter_rows() for cell in row):
                return sheet
    raise _refused("The workbook has no sheet with cells.")


def _refuse_large(content: bytes, limits: Limits) -> None:
    """Refuse an archive that would unpack to more than is read of it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > limits.unpacked:
                raise _refused(f"The workbook is too large: {limits.instead}.")
            if archive.testzip() is not None:
                raise _refused(_UNREADABLE)
            for part in parts:
                if "worksheets/" in part.filename.lower():
                    _refuse_wide(archive.read(part), limits)
    except _NO_ARCHIVE:
        raise _refused(_UNREADABLE) from None


def _refuse_wide(sheet: bytes, limits: Limits) -> None:
    lowest = widest = 0
    for cell in _CELL.finditer(sheet):
        column, row = cell[1].decode(), int(cell[2])
        lowest, widest = max(lowest, row), max(widest, _place(column))
        far = row > limits.rows or len(column) > MOST_LETTERS
        if far or lowest * widest > limits.cells:
            raise _refused(
                f"The workbook has a cell {column}{row}, far from the others: {limits.instead}."
            )


def _place(column: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    place = 0
    for letter in column:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _as_text(rows: Iterable[list[str]]) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        writer.writerow(row[: MOST_COLUMNS + 1])
    return text.getvalue()


def _written(cell: object) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, datetime):
        return str(cell.date() if cell.time() == time() else cell)
    if isinstance(cell, str | bool | date | time):
        return str(cell)
    try:
        return f"{Decimal(format(cell, '.15g')):f}"
    except (TypeError, ValueError, ArithmeticError):
        return str(cell)


def _refused(sentence: str) -> Refused:
    return Refused([Reason(sentence)])
