"""What a chart is: a picture in two widths, a sentence that tells it, and its figures."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from neoequity.books.days import written
from neoequity.books.money import dollars, per_share

#: How the cells of a column are written.
Form = Literal["text", "day", "money", "price", "count", "percent"]
Cell = str | date | Decimal | int | None

WIDE, NARROW = 560, 340
#: The height of the pictures in a row of small ones.
SMALL_HEIGHT = 184
MISSING = "not available"


class Column(NamedTuple):
    """A column of a chart's table."""

    heading: str
    form: Form = "text"

    @property
    def is_number(self) -> bool:
        """Whether its cells stand aligned to the right."""
        return self.form not in ("text", "day")

    def written(self, cell: Cell) -> str:
        """A cell as people read it; None is not available."""
        match self.form, cell:
            case _, None:
                return MISSING
            case "money", Decimal():
                return dollars(cell)
            case "price", Decimal():
                return per_share(cell)
            case "percent", Decimal():
                return f"{100 * cell:,.2f}%"
            case "count", int():
                return f"({-cell:,})" if cell < 0 else f"{cell:,}"
            case _, date():
                return written(cell)
            case _:
                return str(cell)


class Table(NamedTuple):
    """The figures that the picture draws, a row for each of its marks."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def cells(self) -> Iterator[list[tuple[Column, str]]]:
        """Each row as people read it, each cell with its column."""
        for row in self.rows:
            yield [
                (column, column.written(cell))
                for column, cell in zip(self.columns, row, strict=True)
            ]


class Chart(NamedTuple):
    """A chart: `svg` is drawn for a page or a screen, `narrow` for a phone or half a page.

    `sentence` tells what the picture shows; it is also the description inside the picture. `small`
    is for a row of charts on a page that has little room, where somebody asked for it.
    """

    svg: str
    narrow: str
    title: str
    sentence: str
    table: Table
    small: str = ""
