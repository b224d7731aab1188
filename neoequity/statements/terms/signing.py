"""A reconciliation as it is signed off: what explains each open row, and the reasons against it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from neoequity.books.days import on_page, written
from neoequity.books.periods.rules import Period, month_of
from neoequity.books.refusal import Reason
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.reconciliation import Reconciliation, Row
from neoequity.statements.terms.share_count import ShareCount

#: Rows are named in reasons one by one up to this many.
MOST_NAMED = 20


class Prepared(NamedTuple):
    """A side of an agreement in a month, ready to be looked at and signed off.

    `unassigned` are lines that no match gives to an agreement: of any of them, perhaps of this.
    `explained` says of a row, by its key, who follows it up, until when and why it is open. `count`
    compares the shares outstanding, with the transfer agent only.
    """

    side: str
    reconciliation: Reconciliation
    unassigned: tuple[Row, ...] = ()
    explained: Mapping[str, str] = {}
    share_count: ShareCount | None = None

    @property
    def to_explain(self) -> list[Row]:
        """The open rows that nothing explains."""
        rows = (*self.reconciliation.open_rows, *self.unassigned)
        return [row for row in rows if not self.explained.get(row.key, "").strip()]

    @property
    def is_zero(self) -> bool:
        """Whether nothing is open, explained or not, and the share count agrees."""
        counts_agree = self.share_count is None or not self.share_count.difference
        return counts_agree and not (self.reconciliation.open_rows or self.unassigned)


def reasons_against_signing(prepared: Prepared, *, note: str, today: date) -> Iterator[Reason]:
    """Every reason against signing off the month as it stands."""
    since, until = prepared.reconciliation.since, prepared.reconciliation.until
    if month_of(since) != Period(since, until):
        yield Reason(
            f"{written(since)} to {written(until)} is not a month: reconciliations are signed off "
            "month by month."
        )
    if until >= today:
        yield Reason(
            f"{on_page(month_of(until).label)} ends on {written(until)}: it can be signed off from "
            f"the day after on; today is {written(today)}."
        )
    yield from _unexplained(prepared.to_explain)
    count = prepared.share_count
    if count is not None and count.difference and not note.strip():
        yield Reason(f"{count.sentence} Say in the note why that may stand.", "note")


def _unexplained(rows: Iterable[Row]) -> Iterator[Reason]:
    left = list(rows)
    for row in left[:MOST_NAMED]:
        sides = f"{row.difference} {row.status}"
        name = f"{row.name[0].upper()}{row.name[1:]}"
        yield Reason(
            f"{name} ({written(row.day)}) is open: {sides}. Match it, accept the difference, or "
            "assign it to somebody with a due day and a note."
        )
    if len(left) > MOST_NAMED:
        yield Reason(f"{len(left) - MOST_NAMED:,} more rows are open and nothing explains them.")


def title(side: str, period: Period) -> str:
    """As pages call it: Bank, November 2001."""
    return f"{SIDES[side]}, {on_page(period.label)}"
