"""One sheet of a workbook that holds a table, or a part of one: heading, rows, live totals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range

from neoequity.books.exporting.cells import CellWriter, digits_of, is_exact
from neoequity.books.exporting.sheets import Cell, Column, Kind

#: Rows that Excel has, of which one is the heading and one the totals.
MOST_ROWS = 1_048_576

_WIDTHS: Mapping[Kind, int] = {
    Kind.TEXT: 8,
    Kind.NUMBER: 8,
    Kind.SHARES: 15,
    Kind.PRICE: 14,
    Kind.MONEY: 20,
    Kind.PERCENT: 11,
    Kind.DAY: 12,
    Kind.MOMENT: 26,
}
_ADDED = (Decimal, int)
_WIDEST = 60
_ARROW = 4  # characters that the filter's button takes beside a heading
_MEASURED = 1_000  # rows that decide how wide a column of text is


def put_row(sheet: Any, number: int, cells: Sequence[str]) -> None:
    """Add a row to the file in which XlsxWriter collects a sheet's rows."""
    sheet.row_data_fh.write(f'<row r="{number}">{"".join(cells)}</row>')
    sheet.dim_rowmin = sheet.dim_colmin = 0
    sheet.dim_rowmax, sheet.dim_colmax = number - 1, max(len(cells) - 1, sheet.dim_colmax or 0)


class TableSheet:
    """The rows of a table on one sheet; `before` are the sheets with the rows before these.

    The row below the rows adds up those here and before, as far as a filter shows them. Its label
    is "Total" on the table's last sheet and "Carried forward" on the others. `sums` are the exact
    totals so far by the place of their column; `inexact` counts the figures in them that no
    spreadsheet holds.
    """

    def __init__(
        self,
        sheet: Any,
        name: str,
        columns: Sequence[Column],
        cells: CellWriter,
        before: Sequence["TableSheet"],
    ) -> None:
        self.name, self.rows = name, 0
        self._sheet, self._columns, self._cells = sheet, columns, cells
        self._letters = [xl_col_to_name(place) for place in range(len(columns))]
        self._kinds = [column.kind for column in columns]
        self._totaled = [place for place, column in enumerate(columns) if column.totaled]
        self._before = before
        self.sums: dict[int, Decimal | int] = dict(before[-1].sums) if before else {}
        self.inexact: dict[int, int] = dict(before[-1].inexact) if before else {}
        self._text_widths = dict.fromkeys(range(len(columns)), 0)
        headings = zip(self._letters, columns, strict=True)
        self._put(1, [cells.text(f"{at}1", each.heading, cells.heading) for at, each in headings])

    @property
    def has_room(self) -> bool:
        """Whether another row fits above the totals."""
        return self.rows < MOST_ROWS - 2

    def add(self, row: Sequence[object]) -> None:
        """Write the next row."""
        self.rows += 1
        number = self.rows + 1
        cell, written = self._cells.cell, []
        try:
            for letter, kind, value in zip(self._letters, self._kinds, row, strict=True):
                written.append(cell(f"{letter}{number}", value, kind))
        except TypeError as error:
            name = self._columns[len(written)].name
            raise TypeError(f"{name}: {error}") from error
        self._put(number, written)
        if self.rows <= _MEASURED:
            self._measure(row)
        for place in self._totaled:
            self._count(place, row[place])

    def _put(self, number: int, cells: Sequence[str]) -> None:
        put_row(self._sheet, number, cells)

    def _measure(self, row: Sequence[object]) -> None:
        for place, value in enumerate(row):
            if isinstance(value, str):
                self._text_widths[place] = max(self._text_widths[place], len(value))

    def _count(self, place: int, value: object) -> None:
        number = value.value if isinstance(value, Cell) else value
        if isinstance(number, _ADDED):
            self.sums[place] = self.sums.get(place, 0) + number
            if not is_exact(number):
                self.inexact[place] = self.inexact.get(place, 0) + 1

    def finish(self, *, is_last: bool) -> None:
        """Write the totals, and set how the sheet is shown and printed."""
        if self.rows:
            self._write_totals("Total" if is_last else "Carried forward")
        sheet, last = self._sheet, max(len(self._columns) - 1, 0)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(self.rows, 1), last)
        sheet.repeat_rows(0)
        # A reference such as 00123 is text on purpose.
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, MOST_ROWS - 1, last)})
        for place, column in enumerate(self._columns):
            wanted = max(
                len(column.heading) + _ARROW, _WIDTHS[column.kind], self._text_widths[place] + 1
            )
            sheet.set_column(place, place, min(wanted, _WIDEST))

    def _write_totals(self, label: str) -> None:
        if not self._totaled:
            return
        number, cells = self.rows + 2, self._cells
        labeled = next((at for at, each in enumerate(self._columns) if not each.totaled), None)
        written = []
        for place, column in enumerate(self._columns):
            at, total = f"{self._letters[place]}{number}", self.sums.get(place, 0)
            if place == labeled:
                written.append(cells.text(at, label, cells.totals[Kind.TEXT]))
            elif not column.totaled:
                written.append(cells.blank(at, cells.totals[column.kind]))
            elif self._is_live(place):
                written.append(cells.total(at, self._formula(place), total, column.kind))
            else:
                written.append(cells.text(at, digits_of(total), cells.total_in_digits))
        self._put(number, written)

    def notes(self) -> list[str]:
        """What a reader must know of figures that no spreadsheet holds, in the table so far."""
        found = []
        for place in self._totaled:
            heading, count = self._columns[place].heading, self.inexact.get(place, 0)
            if count:
                found.append(
                    f"{heading}: {count:,} figure{'s' * (count > 1)} and the total are written as "
                    "text, for Excel keeps 15 digits of a number."
                )
            elif not self._is_live(place):
                found.append(
                    f"{heading}: the total is written as text, for Excel keeps 15 digits of a "
                    "number."
                )
        return found

    def _is_live(self, place: int) -> bool:
        """Whether a formula gives the exact total."""
        return place not in self.inexact and is_exact(self.sums.get(place, 0))

    def _formula(self, place: int) -> str:
        """A sum that follows filters, over the rows of the table so far: 109 adds what is shown."""
        here = xl_range(1, place, self.rows, place)
        return f"SUBTOTAL(109,{','.join([*self._ranges_before(place), here])})"

    def _ranges_before(self, place: int) -> list[str]:
        return [
            f"{quote_sheetname(each.name)}!{xl_range(1, place, each.rows, place)}"
            for each in self._before
        ]
