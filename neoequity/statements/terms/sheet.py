"""The rows of a table as a sender saves it, each with its line: CSV, text with tabs, Excel."""

import csv
from collections.abc import Iterator
from typing import NamedTuple

from neoequity.statements.terms.faults import Faults
from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.text import text_lines
from placements.importing.workbook import Limits, rows_of

MOST_ROWS = 150_000
MOST_COLUMNS = 100
#: Cells hold line breaks; one that is not closed holds the rest of the file.
MOST_LINES_A_ROW = 100
#: A workbook takes some ten times of what it takes packed, and memory for each cell of its area.
_WORKBOOK = Limits(
    unpacked=128 * 1024 * 1024,
    rows=MOST_ROWS,
    cells=4_000_000,
    instead="save the sheet as CSV and choose a layout for CSV",
)


class Row(NamedTuple):
    """The cells of one row, each on one line and without spaces around it."""

    line: int
    cells: list[str]


def rows(content: bytes, layout: Layout, faults: Faults) -> Iterator[Row]:
    """Every row that has cells. Raises Refused where the file cannot be read further."""
    read = _of_a_workbook(content) if layout.format == "xlsx" else _of_text(content, layout, faults)
    for place, row in enumerate(read, 1):
        if place > MOST_ROWS:
            raise faults.stop(row.line, f"the file has more than {MOST_ROWS:,} rows.")
        if len(row.cells) > MOST_COLUMNS:
            raise faults.stop(row.line, f"has more than {MOST_COLUMNS} columns.")
        cells = [" ".join(cell.split()) for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Row(row.line, cells)


def _of_a_workbook(content: bytes) -> Iterator[Row]:
    read = rows_of(content, _WORKBOOK)
    return (Row(number, cells) for number, cells in enumerate(read, 1))


def _of_text(content: bytes, layout: Layout, faults: Faults) -> Iterator[Row]:
    separator = "\t" if layout.format == "tsv" else layout.separator
    line = 1

    def lines() -> Iterator[str]:
        for number, text in enumerate(text_lines(content, faults), 1):
            if number - line > MOST_LINES_A_ROW:
                raise faults.stop(line, f"the row goes on for more than {MOST_LINES_A_ROW} lines.")
            yield text

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise faults.stop(line, "a quotation mark is not closed, or text follows it.") from None
        yield Row(line, cells)
