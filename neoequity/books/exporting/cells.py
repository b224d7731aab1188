"""How a workbook's cells are written: typed, each kind in its format, no text ever run.

XlsxWriter takes some seven minutes for the cells of a million sales; here a cell is text that goes
straight into its file of rows, in a third of that time.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
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

# Excel counts days from the end of 1899, and takes 1900 for a leap year.
_DAY_ZERO, _FIRST_DAY = date(1899, 12, 30).toordinal(), date(1900, 3, 1)
_MOMENT_ZERO, _ONE_DAY = datetime(1899, 12, 30, tzinfo=UTC), timedelta(days=1)
_DIGITS = 15  # that a double, which is all a spreadsheet has, keeps of every number
_LONGEST_TEXT = 32_767  # characters of UTF-16 in a cell
_ROOM_TO_TELL = 60  # of these for saying how many more there were

_UNHOLDABLE = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400  # ␀ and those that follow stand for the controls
_NEEDS_CARE = re.compile(r"[&<>]|_x|\s\s|[\t\n]|^\s|\s\Z|" + _UNHOLDABLE.pattern)
_ESCAPE_OF_EXCEL = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_Write = Callable[[str, Any, Kind], str]


def is_exact(number: Decimal | int) -> bool:
    """Whether a spreadsheet keeps every digit of the number."""
    if len(str(number)) <= _DIGITS:
        return True
    digits = "".join(map(str, Decimal(number).as_tuple().digits))
    return len(digits.strip("0")) <= _DIGITS


def digits_of(number: Decimal | int) -> str:
    """The number in plain digits, for a cell that cannot hold it as a number."""
    return f"{Decimal(number):f}"


def readable(text: str) -> str:
    """The text with what XML cannot hold replaced by a sign for it: ␀ for a zero byte."""
    return _UNHOLDABLE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    if found[0][0] == "\r":  # XML knows one line end
        return "\n"
    code = ord(found[0])
    return chr(_PICTURES + code) if code < ord(" ") else "\N{REPLACEMENT CHARACTER}"


def fitting(text: str) -> str:
    """As much of the text as a cell holds; what is cut off is counted at its end."""
    if len(text) <= _LONGEST_TEXT // 2:  # no character takes more than two units
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _LONGEST_TEXT:
        return text
    kept = units[: 2 * (_LONGEST_TEXT - _ROOM_TO_TELL)].decode("utf-16-le", "ignore")
    return f"{kept} … ({len(text) - len(kept):,} more characters)"


class CellWriter:
    """Writes cells as the XML of a sheet, and knows the looks that the sheets of a book share.

    A look is the number of one of the book's formats.
    """

    def __init__(self, book: Any) -> None:
        def look(**said: object) -> int:
            number: int = book.add_format(said)._get_xf_index()  # noqa: SLF001  # no other way
            return number

        self.looks = {kind: look(num_format=form) for kind, form in NUMBER_FORMATS.items()}
        self.totals = {
            kind: look(num_format=form, bold=True, top=1) for kind, form in NUMBER_FORMATS.items()
        }
        self.total_in_digits = look(num_format="@", align="right", bold=True, top=1)
        self.heading = look(num_format="@", bold=True, bottom=1)
        self.label = look(num_format="@", bold=True, valign="top")
        self.long_text = look(num_format="@", text_wrap=True, align="left", valign="top")
        self._digits = look(num_format="@", align="right")
        self._plain = look(num_format="General")
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

    def cell(self, at: str, value: object, kind: Kind) -> str:
        """A cell with a value. Raises TypeError for a value that no cell holds exactly."""
        way = self._ways.get(type(value)) or self._way_of(value)
        return way(at, value, kind)

    def _way_of(self, value: object) -> _Write:
        """The way to write a value of a class of its own, such as a choice, which is text."""
        for known, way in self._ways.items():
            if isinstance(value, known):
                self._ways[type(value)] = way
                return way
        raise TypeError(f"A cell cannot hold a {type(value).__name__}: {value!r}.")

    def text(self, at: str, text: str, look: int) -> str:
        """A cell with text as it stands."""
        keep = ""
        if len(text) > _LONGEST_TEXT // 2 or _NEEDS_CARE.search(text):
            held = _ESCAPE_OF_EXCEL.sub("_x005F_", fitting(readable(text)))
            text = held.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            keep = ' xml:space="preserve"'
        return f'<c r="{at}" s="{look}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'

    def total(self, at: str, formula: str, value: Decimal | int, kind: Kind) -> str:
        """A cell with a formula, without its equals sign, and what it comes to."""
        shown = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c r="{at}" s="{self.totals[kind]}"><f>{shown}</f><v>{value}</v></c>'

    def blank(self, at: str, look: int) -> str:
        """An empty cell that has a look."""
        return f'<c r="{at}" s="{look}"/>'

    def _text(self, at: str, text: str, _: Kind) -> str:
        return self.text(at, text, self.looks[Kind.TEXT])

    def _number(self, at: str, number: Decimal | int, kind: Kind) -> str:
        written = str(number)
        if len(written) > _DIGITS and not is_exact(number):
            return self.text(at, digits_of(number), self._digits)
        look = self.looks[kind] if kind in _NUMERIC else self._plain
        return f'<c r="{at}" s="{look}"><v>{written}</v></c>'

    def _truth(self, at: str, value: bool, _: Kind) -> str:
        return f'<c r="{at}" s="{self._plain}" t="b"><v>{value:d}</v></c>'

    def _day(self, at: str, day: date, _: Kind) -> str:
        if day < _FIRST_DAY:
            return self.text(at, day.isoformat(), self.looks[Kind.TEXT])
        number = day.toordinal() - _DAY_ZERO
        return f'<c r="{at}" s="{self.looks[Kind.DAY]}"><v>{number}</v></c>'

    def _moment(self, at: str, moment: datetime, _: Kind) -> str:
        number = (moment - _MOMENT_ZERO) / _ONE_DAY
        return f'<c r="{at}" s="{self.looks[Kind.MOMENT]}"><v>{number!r}</v></c>'

    def _nothing(self, at: str, value: None, _: Kind) -> str:
        return ""

    def _of_its_own(self, at: str, cell: Cell, _: Kind) -> str:
        return self.cell(at, cell.value, cell.kind)
