"""Both sides of a settlement: what a sale is when shares and cash are seen together, and its age.

`status` tells of the shares alone (docs/decisions/, number 6).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class CashState(StrEnum):
    """What an entry is on a day, seen from both sides."""

    UPCOMING = "upcoming"
    DUE = "due"
    UNPAID = "unpaid"
    UNDELIVERED = "undelivered"
    SHORT = "short"
    OVER = "over"
    SETTLED = "settled"
    REVERSED = "reversed"


#: Each state as pages name it; a short or over one is followed by its amount.
STATES: Mapping[CashState, str] = {
    CashState.UPCOMING: "Upcoming",
    CashState.DUE: "Due",
    CashState.UNPAID: "Delivered, unpaid",
    CashState.UNDELIVERED: "Paid, undelivered",
    CashState.SHORT: "Short",
    CashState.OVER: "Over",
    CashState.SETTLED: "Settled both sides",
    CashState.REVERSED: "Reversed",
}


class Sides(NamedTuple):
    """An entry on a day: dollars expected and received, and what became of the shares.

    `due_on` is None for an adjustment, which has no shares and is due at once. Of a sale that was
    reversed by the day, `expected` and `received` are those of both entries together.
    """

    expected: Decimal
    received: Decimal
    due_on: date | None
    delivered: bool = False
    reversed: bool = False

    @property
    def open(self) -> Decimal:
        """Dollars still to come; negative if they are due to the agent."""
        return self.expected - self.received

    def state(self, as_of: date) -> CashState:
        """What the entry is on the day."""
        if self.reversed and not (self.open and self.received):
            return CashState.REVERSED
        if not self.open:
            delivered = self.delivered or self.due_on is None
            return CashState.SETTLED if delivered else CashState.UNDELIVERED
        if self.received:
            past = self.open * (self.expected or self.received) < 0
            return CashState.OVER if past else CashState.SHORT
        if self.delivered:
            return CashState.UNPAID
        if self.due_on is not None and self.due_on > as_of:
            return CashState.UPCOMING
        return CashState.DUE


#: The most settlement days of each age, as in statements; None without an end.
AGES = (
    ("Not late", 0),
    ("1 to 3 settlement days late", 3),
    ("4 to 10 settlement days late", 10),
    ("More than 10 settlement days late", None),
)


def age_of(late: int) -> str:
    """The title of the age of what is so many settlement days late."""
    return next(title for title, most in AGES if most is None or late <= most)
