"""What a workbook is made of: sheets of columns, each of which holds one kind of figure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What the cells of a column hold, which decides their number format."""

    TEXT = "text"
    NUMBER = "number"  # whole: of a sale, of an entry
    SHARES = "shares"
    PRICE = "price"  # dollars per share, with four to eight decimals
    MONEY = "money"  # dollars and cents
    PERCENT = "percent"  # a fraction: 0.0175 is shown as 1.75%
    DAY = "day"
    MOMENT = "moment"  # an aware datetime, shown in UTC


class Cell(NamedTuple):
    """A value of another kind than the rest of its column."""

    value: object
    kind: Kind


class Column(NamedTuple):
    """A column: its name for programs, its heading, what it holds, whether it is added up.

    `apart` is a sentence on why its cells cannot be added up, where others of its kind can.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    totaled: bool = False
    apart: str = ""


class Sheet(NamedTuple):
    """A table, and lines that say what it is of, such as its issuer, its day and its maker.

    Its cells are None, text, whole numbers, Decimals, bools, dates, aware datetimes, or a `Cell`
    of another kind than its column.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    about: Sequence[tuple[str, str]] = ()


class SheetNames:
    """Gives sheets names that Excel takes: valid, short enough, and each only once."""

    _LONGEST = 31
    _FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
    _RESERVED = "history"  # Excel keeps it for itself

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, wanted: str) -> str:
        """The name itself, or with a number behind it: Sales, Sales (2)."""
        plain = " ".join("".join(c if c.isprintable() else " " for c in wanted).split())
        plain = plain.translate(self._FORBIDDEN).strip("'") or "Sheet"
        name, count = plain[: self._LONGEST].strip(" '"), 1
        while name.casefold() in {self._RESERVED, *self._taken}:
            count += 1
            ending = f" ({count})"
            name = plain[: self._LONGEST - len(ending)].rstrip(" '") + ending
        self._taken.add(name.casefold())
        return name
