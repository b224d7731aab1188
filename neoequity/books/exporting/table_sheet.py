"""One sheet of a workbook that holds a table, or a part of one: heading, rows, live totals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range

from neoequity.books.exporting.cells import CellWriter, digits_of, is_exact, readable
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
_WIDEST = 60
_ARROW = 4  # characters that the filter's button takes beside a heading
_MISSING = "not available"
_MEASURED = 1_000  # rows that decide how wide a column of text is


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
        self._kinds = [(place, column.name, column.kind) for place, column in enumerate(columns)]
        self._totaled = [
            place for place, column in enumerate(columns) if column.totaled and not column.apart
        ]
        self._before = before
        self.sums: dict[int, Decimal | int] = dict(before[-1].sums) if before else {}
        self.inexact: dict[int, int] = dict(before[-1].inexact) if before else {}
        self._text_widths = dict.fromkeys(range(len(columns)), 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, readable(column.heading), cells.heading)

    @property
    def has_room(self) -> bool:
        """Whether another row fits above the totals."""
        return self.rows < MOST_ROWS - 2

    def add(self, row: Sequence[object]) -> None:
        """Write the next row."""
        self.rows += 1
        measured = self.rows <= _MEASURED
        for (place, name, kind), value in zip(self._kinds, row, strict=True):
            try:
                self._cells.write(self._sheet, self.rows, place, value, kind)
            except TypeError as error:
                raise TypeError(f"{name}: {error}") from error
            if measured and isinstance(value, str):
                self._text_widths[place] = max(self._text_widths[place], len(value))
        for place in self._totaled:
            self._count(place, row[place])

    def _count(self, place: int, value: object) -> None:
        number = value.value if isinstance(value, Cell) else value
        if isinstance(number, Decimal | int):
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
        below = self.rows + 1
        labeled = next((at for at, each in enumerate(self._columns) if not each.totaled), None)
        if not any(column.totaled for column in self._columns):
            return
        for place, column in enumerate(self._columns):
            look = self._cells.totals[column.kind]
            total = self.sums.get(place, 0)
            if place == labeled:
                self._sheet.write_string(below, place, label, self._cells.totals[Kind.TEXT])
            elif not column.totaled:
                self._sheet.write_blank(below, place, None, look)
            elif column.apart:
                self._sheet.write_string(below, place, _MISSING, self._cells.total_in_digits)
            elif self._is_live(place):
                self._sheet.write_formula(below, place, self._formula(place), look, total)
            else:
                self._sheet.write_string(
                    below, place, digits_of(total), self._cells.total_in_digits
                )

    def notes(self) -> list[str]:
        """What a reader must know of figures that no spreadsheet holds or that no total has."""
        found = [f"{each.heading}: {each.apart}" for each in self._columns if each.apart]
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
        return f"=SUBTOTAL(109,{','.join([*self._ranges_before(place), here])})"

    def _ranges_before(self, place: int) -> list[str]:
        return [
            f"{quote_sheetname(each.name)}!{xl_range(1, place, each.rows, place)}"
            for each in self._before
        ]
