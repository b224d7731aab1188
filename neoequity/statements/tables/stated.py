"""The lines of a file as they are shown before they are booked: only columns that say something."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from neoequity.books.money import exact_dollars
from neoequity.books.templatetags.books import day, shares
from neoequity.statements.terms.line import KINDS, Line, as_stated


class Column(NamedTuple):
    """A field of a line: its heading, and how a value of it is written."""

    field: str
    heading: str
    look: Callable[[Any], str]
    classes: str = "num"


class Cell(NamedTuple):
    """A value of a line in words; empty where the line does not say."""

    heading: str
    text: str
    classes: str


_ALWAYS = (
    Column("day", "Date", day, "day"),
    Column("kind", "Kind", KINDS.__getitem__, ""),
)
_WHERE_STATED = (
    Column("reference", "Reference", str, "text-break"),
    Column("shares", "Shares", shares),
    Column("price", "Price", exact_dollars),
    Column("gross", "Gross", as_stated),
    Column("commission", "Commission", as_stated),
    Column("fees", "Fees", as_stated),
    Column("net", "Net", as_stated),
    Column("amount", "Amount", as_stated),
    Column("settles_on", "Settles", day, "day"),
    Column("cancels", "Cancels", str, "text-break"),
)
#: The fields that a table leaves out where no line states them.
FIELDS = tuple(column.field for column in _WHERE_STATED)


def columns_of(lines: Iterable[Line]) -> Sequence[Column]:
    """The columns in which at least one of these lines says something."""
    said: set[str] = set()
    for line in lines:
        said |= {
            field for field in FIELDS if field not in said and getattr(line, field) is not None
        }
    return (*_ALWAYS, *(column for column in _WHERE_STATED if column.field in said))


def cells_of(line: Line, columns: Sequence[Column]) -> list[Cell]:
    """The line's values in these columns."""
    values: Mapping[str, Any] = line._asdict()
    return [
        Cell(
            column.heading,
            "" if values[column.field] is None else column.look(values[column.field]),
            column.classes,
        )
        for column in columns
    ]
