"""The lifecycle of a placement: its statuses and the moves between them (p. S-11)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """The status of a placement."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class Move(NamedTuple):
    """`verb` takes a placement from one of `sources` to `target`; `party` decides it."""

    verb: str
    sources: tuple[Status, ...]
    target: Status
    party: str


MOVES = {
    move.verb: move
    for move in (
        Move("propose", (Status.DRAFT,), Status.PROPOSED, "issuer"),
        Move("withdraw", (Status.DRAFT, Status.PROPOSED), Status.WITHDRAWN, "issuer"),
        Move("accept", (Status.PROPOSED,), Status.ACCEPTED, "agent"),
        Move("decline", (Status.PROPOSED,), Status.DECLINED, "agent"),
        Move("suspend", (Status.ACCEPTED,), Status.SUSPENDED, "issuer"),
        Move("resume", (Status.SUSPENDED,), Status.ACCEPTED, "issuer"),
        Move("close", (Status.ACCEPTED, Status.SUSPENDED), Status.CLOSED, "issuer"),
    )
}

#: Each verb as it follows "cannot be".
DONE = {
    "propose": "proposed",
    "withdraw": "withdrawn",
    "accept": "accepted",
    "decline": "declined",
    "suspend": "suspended",
    "resume": "resumed",
    "close": "closed",
}

TRANSITIONS = [(source, move.target) for move in MOVES.values() for source in move.sources]

#: Statuses in which unsold shares reserve capacity.
RESERVING = (Status.ACCEPTED, Status.SUSPENDED)
#: Statuses that a placement reaches only through the agent's acceptance.
SOLD_UNDER = (Status.ACCEPTED, Status.SUSPENDED, Status.CLOSED)


def moves_from(status: str) -> list[Move]:
    """The moves open to a placement in this status, in the table's order."""
    return [move for move in MOVES.values() if status in move.sources]


def in_words(status: str) -> str:
    """The status as it follows "is" in a sentence: a draft, proposed, accepted …"""
    return "a draft" if status == Status.DRAFT else status


class Suspension(NamedTuple):
    """A past suspension: until the day of resumption, or None if the placement was closed."""

    since: date
    until: date | None


class PlacementState(NamedTuple):
    """A placement as read under the lock; `suspensions` are those that are over."""

    number: int
    status: str
    status_on: date
    accepted_on: date | None
    closed_on: date | None
    shares_offered: int
    shares_sold: int
    minimum_price: Decimal | None
    suspensions: Sequence[Suspension] = ()

    @property
    def shares_left(self) -> int:
        """Shares that may still be sold under this placement."""
        return self.shares_offered - self.shares_sold
