"""How a workbook's cells are written: typed, each kind in its format, no text ever run."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from neoequity.books.exporting.sheets import Cell, Kind

#: How Excel writes each kind: negatives in parentheses, days as in every file of the product.
NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.TEXT: "@",
    Kind.NUMBER: "0",
    Kind.SHARES: "#,##0_);(#,##0)",
    Kind.PRICE: "#,##0.0000####_);(#,##0.0000####)",
    Kind.MONEY: "#,##0.00_);(#,##0.00)",
    Kind.PERCENT: "0.00##%_);(0.00##%)",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: 'yyyy-mm-dd hh:mm:ss.000"Z"',
}

_NUMERIC = (Kind.NUMBER, Kind.SHARES, Kind.PRICE, Kind.MONEY, Kind.PERCENT)

_FIRST_DAY = date(1900, 1, 1)  # Excel counts days from here
_DIGITS = 15  # that a double, which is all a spreadsheet has, keeps of every number
_LONGEST_TEXT = 32_767  # characters of UTF-16 in a cell
_ROOM_TO_TELL = 60  # of these for saying how many more there were

_UNHOLDABLE = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400  # ␀ and those that follow stand for the controls

_Write = Callable[[Any, int, int, Any, Kind], None]


def is_exact(number: Decimal | int) -> bool:
    """Whether a spreadsheet keeps every digit of the number."""
    digits = Decimal(number).as_tuple().digits
    return len(digits) <= _DIGITS or len("".join(map(str, digits)).strip("0")) <= _DIGITS


def digits_of(number: Decimal | int) -> str:
    """The number in plain digits, for a cell that cannot hold it as a number."""
    return f"{Decimal(number):f}"


def readable(text: str) -> str:
    """The text with what XML cannot hold replaced by a sign for it: ␀ for a zero byte."""
    return _UNHOLDABLE.sub(_sign, text) if _UNHOLDABLE.search(text) else text


def _sign(found: re.Match[str]) -> str:
    if found[0][0] == "\r":  # XML knows one line end
        return "\n"
    code = ord(found[0])
    return chr(_PICTURES + code) if code < ord(" ") else "\N{REPLACEMENT CHARACTER}"


def fitting(text: str) -> str:
    """As much of the text as a cell holds; what is cut off is counted at its end."""
    if len(text) <= _LONGEST_TEXT // 2:  # no character takes more than two units
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_TEXT:
        return text
    kept = units[: 2 * (_LONGEST_TEXT - _ROOM_TO_TELL)].decode("utf-16-le", "ignore")
    return f"{kept} … ({len(text) - len(kept):,} more characters)"


class CellWriter:
    """Writes cells into the sheets of one workbook, and has the formats that they share."""

    def __init__(self, book: Any) -> None:
        self.formats = {
            kind: book.add_format({"num_format": form}) for kind, form in NUMBER_FORMATS.items()
        }
        self.totals = {
            kind: book.add_format({"num_format": form, "bold": True, "top": 1})
            for kind, form in NUMBER_FORMATS.items()
        }
        self.total_in_digits = book.add_format(
            {"num_format": "@", "align": "right", "bold": True, "top": 1}
        )
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        self.long_text = book.add_format({"text_wrap": True, "align": "left", "valign": "top"})
        self._digits = book.add_format({"num_format": "@", "align": "right"})
        self._plain = book.add_format()
        self._ways: dict[type, _Write] = {
            str: self._text,
            int: self._number,
            Decimal: self._number,
            bool: self._truth,
            datetime: self._moment,
            date: self._day,
            type(None): self._nothing,
            Cell: self._of_its_own,
        }

    def write(self, sheet: Any, row: int, column: int, value: object, kind: Kind) -> None:
        """Write one cell. Raises TypeError for a value that no cell holds exactly."""
        way = self._ways.get(type(value)) or self._way_of(value)
        way(sheet, row, column, value, kind)

    def _way_of(self, value: object) -> _Write:
        """The way to write a value of a class of its own, such as a choice, which is text."""
        for known, way in self._ways.items():
            if isinstance(value, known):
                self._ways[type(value)] = way
                return way
        raise TypeError(f"A cell cannot hold a {type(value).__name__}: {value!r}.")

    def _text(self, sheet: Any, row: int, column: int, text: str, _: Kind) -> None:
        self.write_text(sheet, row, column, text, self.formats[Kind.TEXT])

    def write_text(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:
        """Write text as it stands; XlsxWriter would take some text for markup of its own."""
        held = fitting(readable(text))
        if held.startswith("<r>"):
            pieces = (self._plain, held[:1], self._plain, held[1:], look)
            sheet.write_rich_string(row, column, *pieces)
        else:
            sheet.write_string(row, column, held, look)

    def _number(self, sheet: Any, row: int, column: int, number: Decimal | int, kind: Kind) -> None:
        if is_exact(number):
            look = self.formats[kind] if kind in _NUMERIC else self._plain
            sheet.write_number(row, column, number, look)
        else:
            sheet.write_string(row, column, digits_of(number), self._digits)

    def _truth(self, sheet: Any, row: int, column: int, value: bool, _: Kind) -> None:
        sheet.write_boolean(row, column, value, self._plain)

    def _day(self, sheet: Any, row: int, column: int, day: date, _: Kind) -> None:
        if day < _FIRST_DAY:
            self._text(sheet, row, column, day.isoformat(), Kind.TEXT)
        else:
            sheet.write_datetime(row, column, day, self.formats[Kind.DAY])

    def _moment(self, sheet: Any, row: int, column: int, moment: datetime, _: Kind) -> None:
        in_utc = moment.astimezone(UTC).replace(tzinfo=None)
        sheet.write_datetime(row, column, in_utc, self.formats[Kind.MOMENT])

    def _nothing(self, sheet: Any, row: int, column: int, value: None, _: Kind) -> None:
        """An empty cell is not written at all."""

    def _of_its_own(self, sheet: Any, row: int, column: int, cell: Cell, _: Kind) -> None:
        self.write(sheet, row, column, cell.value, cell.kind)
