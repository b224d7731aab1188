"""What is open on both sides, and which of it is proposed to belong together: for both rooms."""

from collections.abc import Mapping

from neoequity.books.collecting import uncollected
from neoequity.books.models import ExceptionalDay
from neoequity.statements.models.expected import expected, receipts
from neoequity.statements.models.kept_entries import Kept, Row, Scope, lines_kept
from neoequity.statements.terms.entry import Entry
from neoequity.statements.terms.matching import propose_matches
from neoequity.statements.terms.proposal import Proposal


class OpenSides:
    """The open lines and our open entries by key, with what is left of each, and their rows."""

    def __init__(self, lines: Kept, *items: Kept) -> None:
        self.kept = (lines, *items)
        self.lines = {entry.key: entry for entry in lines.left()}
        self.items = {entry.key: entry for kept in items for entry in kept.left()}
        self.rows: Mapping[str, Row] = {
            key: row for kept in self.kept for key, row in kept.rows.items()
        }

    def proposals(self) -> list[Proposal]:
        """What belongs together, the surest first; one query."""
        exceptions = ExceptionalDay.exceptions()
        with uncollected():
            return propose_matches(self.lines.values(), self.items.values(), exceptions)

    def by_row(self) -> dict[Row, Entry]:
        """Every open entry of either side, with what is left of it, by its row."""
        return {self.rows[key]: entry for key, entry in {**self.lines, **self.items}.items()}

    def whole(self) -> dict[Row, Entry]:
        """Every entry of either side as it was before anything was taken of it, by its row."""
        return {kept.rows[each.key]: each for kept in self.kept for each in kept.entries}


def open_sides(scope: Scope) -> OpenSides:
    """Both sides at the end of the day; up to fourteen queries, however many rows."""
    with uncollected():
        items = [expected(scope)]
        if scope.side == "bank":
            items.insert(0, receipts(scope))
        return OpenSides(lines_kept(scope), *items)
