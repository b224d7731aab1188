"""An agreement as reports speak of it: its terms, and what it sold and issued; plain Python."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO
from neoequity.reports.sold import Book
from neoequity.reports.spans import Span
from placements.terms.ending import is_ended
from placements.terms.split import StockSplit


class Terms(NamedTuple):
    """The terms in force from a day on: capacity in dollars, the agent's name, and the end."""

    effective_on: date
    capacity: Decimal
    agent: str
    terminated_on: date | None = None


class Programme(NamedTuple):
    """An agreement on the last day of its `book`, with all `terms` that had begun by then.

    `highest_rate` is that of its fee schedule, a fraction; None without a schedule.
    """

    slug: str
    code: str
    name: str
    file_number: str
    form: str
    shelf_expires_on: date | None
    signed_on: date
    highest_rate: Decimal | None
    terms: Sequence[Terms]
    book: Book

    def terms_on(self, day: date) -> Terms:
        """The terms in force on a day: the last that had begun, or those of the signing."""
        begun = [each for each in self.terms if each.effective_on <= max(day, self.signed_on)]
        return begun[-1] if begun else self.terms[0]

    def remaining(self, day: date) -> Decimal:
        """Dollars of capacity left at the end of a day; none once it was terminated."""
        if self.terminated_by(day):
            return ZERO
        return self.terms_on(day).capacity - self.book.sold.until(day).gross

    def terminated_by(self, day: date) -> date | None:
        """The day on which it was terminated, if that had come by a day."""
        ended = self.terms_on(day).terminated_on
        return ended if is_ended(ended, day) else None

    def agents(self, span: Span) -> list[str]:
        """The names of the agents in force in a span, the first first."""
        days = [span.since, *(each.effective_on for each in self.terms)]
        names = [self.terms_on(day).agent for day in sorted(days) if day in span]
        return list(dict.fromkeys(names))

    @property
    def splits(self) -> list[StockSplit]:
        """The stock splits since its signing, which restate what it sold."""
        return [split for split in self.book.splits if split.on > self.signed_on]

    @property
    def shelf(self) -> str:
        """Its registration statement, as a supplement names it."""
        return f"{self.form}, File No. {self.file_number}"

    @property
    def ended_on(self) -> date | None:
        """The day on which it or its shelf ended, or all was sold; None while in effect."""
        if terminated_on := self.terminated_by(self.book.as_of):
            return terminated_on
        if self.shelf_expires_on is not None and self.shelf_expires_on < self.book.as_of:
            return self.shelf_expires_on
        return self.book.last_trade_on if self.remaining(self.book.as_of) <= 0 else None
