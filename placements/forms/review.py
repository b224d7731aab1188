"""The table in which imported rows are checked and corrected: what it shows and what it sends."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import BadRequest
from django.http import QueryDict

from neoequity.books.money import ZERO
from neoequity.books.pages.form_fields import read_key
from neoequity.books.refusal import Reason
from placements.actions.recorded import Figures, Trial
from placements.importing.columns import COLUMNS
from placements.importing.rows import Cells, Row, looks_like_a_sale
from placements.importing.table import MOST_LINES
from placements.terms.notice import METHODS, SaleNotice

#: Shown where a row states one of them, or one is refused: the columns of most notices suffice, and
#: what is empty in every row need not be sent back.
_RARE = (
    ("settlement_date", "settlement_reason"),
    ("commission",),
    ("deductions", "remark"),
)
_FIGURES = ("shares", "price", "gross", "commission", "deductions")


def sent_cells(data: QueryDict) -> list[Cells]:
    """The rows as the table sent them. Raises BadRequest for more than it ever shows."""
    lines = data.getlist("line")
    if len(lines) > MOST_LINES:
        raise BadRequest
    texts = {column: data.getlist(column) for column in COLUMNS}
    posts = set(data.getlist("posts"))
    return [
        Cells(
            read_key(line) or place + 1,
            str(place) in posts,
            {
                column: column_of[place] if place < len(column_of) else ""
                for column, column_of in texts.items()
            },
        )
        for place, line in enumerate(lines)
    ]


class Batch:
    """The rows to be posted: `notices` of those that could be read, at their `places`."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.count = sum(row.cells.posts for row in rows)
        read = [(place, row.notice) for place, row in enumerate(rows) if row.notice]
        self.places = [place for place, _ in read]
        self.notices: list[SaleNotice] = [notice for _, notice in read]

    @property
    def is_read(self) -> bool:
        """Whether there is something to post, and every row of it could be read."""
        return 0 < self.count == len(self.notices)

    def named(self, at: int) -> str:
        """The line of the notice at this place, as in "line 3"."""
        return f"line {self.rows[self.places[at]].cells.line}"


class CellShown(NamedTuple):
    """One cell as an input; `options` if it is chosen from a list."""

    column: str
    id: str
    label: str
    text: str
    number: bool
    options: Sequence[tuple[str, str]]
    refused: bool


class RowShown(NamedTuple):
    """One row with its inputs, or with its text if it is left out; `against` by input."""

    place: int
    line: int
    posts: bool
    cells: Sequence[CellShown]
    text: str
    is_sale: bool
    against: Sequence[tuple[str, Sequence[str]]]
    warnings: Sequence[str]
    figures: Figures | None


class Review:
    """The whole table, with the totals of what would be posted."""

    def __init__(self, batch: Batch, trial: Trial, agreements: Mapping[str, str]) -> None:
        self.batch = batch
        self.trial = trial
        self._agreements = list(agreements.items())
        self._figures = {batch.places[at]: figures for at, figures in trial.figures.items()}
        self._reasons = self._by_place(trial.reasons)
        self._warnings = self._by_place(trial.warnings)
        unused = {column for group in _RARE if not self._uses(group) for column in group}
        self.columns = [column for column in COLUMNS if column not in unused]
        self.rows = [self._shown(place, row) for place, row in enumerate(batch.rows)]
        self.refused = [row for row in self.rows if row.against]
        self.left_out = [row for row in self.rows if not row.posts]
        self.above = [reason.sentence for reason in trial.reasons if reason.row is None]
        self.ready = batch.is_read and not trial.reasons
        self.headings = [COLUMNS[column] for column in self.columns]
        #: Across the inputs, beside the number of the line.
        self.width = len(self.columns)

    def _uses(self, columns: Sequence[str]) -> bool:
        """Whether a row states one of these, or is refused for one."""
        refused = (row.reasons for row in self.batch.rows)
        fields = {reason.field for reasons in (*refused, self.trial.reasons) for reason in reasons}
        stated = any(row.cells.texts[column] for row in self.batch.rows for column in columns)
        return stated or not fields.isdisjoint(columns)

    def _by_place(self, reasons: Sequence[Reason]) -> dict[int, list[Reason]]:
        by_place: dict[int, list[Reason]] = {}
        for reason in reasons:
            if reason.row is not None:
                by_place.setdefault(self.batch.places[reason.row], []).append(reason)
        return by_place

    def _shown(self, place: int, row: Row) -> RowShown:
        reasons = [*row.reasons, *self._reasons.get(place, ())]
        against: dict[str, list[str]] = {}
        for reason in reasons:
            against.setdefault(reason.field, []).append(reason.sentence)
        texts = row.cells.texts
        return RowShown(
            place=place,
            line=row.cells.line,
            posts=row.cells.posts,
            cells=[
                self._cell(place, column, texts[column], column in against) for column in COLUMNS
            ],
            text=" · ".join(text for text in texts.values() if text),
            is_sale=looks_like_a_sale(texts),
            against=[(f"r{place}-{field}", those) for field, those in against.items()],
            warnings=[warning.sentence for warning in self._warnings.get(place, ())],
            figures=self._figures.get(place),
        )

    def _cell(self, place: int, column: str, text: str, refused: bool) -> CellShown:
        options: list[tuple[str, str]] = []
        if column == "agreement":
            options = [("", "Choose"), *self._agreements]
        elif column == "method":
            options = [("", "Choose"), *METHODS.items()]
        if options and text not in dict(options):
            options.append((text, f"“{text}”"))
        return CellShown(
            column,
            f"r{place}-{column}",
            COLUMNS[column],
            text,
            column in _FIGURES,
            options,
            refused,
        )

    def totals(self) -> dict[str, object]:
        """The sums over the rows that have figures."""
        sales = [figures.sale for figures in self.trial.figures.values()]
        return {
            "sales": len(sales),
            "shares": sum(sale.shares for sale in sales),
            "gross": sum((sale.gross for sale in sales), ZERO),
            "commission": sum((sale.commission for sale in sales), ZERO),
            "net": sum((sale.net for sale in sales), ZERO),
        }

    def starts_in(self) -> str:
        """The id of what has the cursor when the page opens: the first input that is refused."""
        refused = (cell.id for row in self.refused for cell in row.cells if cell.refused)
        return next(refused, "outcome")
