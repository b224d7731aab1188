"""Four eyes: the rules for deciding another person's request."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from neoequity.books.refusal import Reason

#: The account that acts when a command runs without a named user.
COMMAND_LINE = "command-line"
#: The account that approves what a programme file's published history says was agreed.
PUBLISHED_RECORD = "published-record"
#: What stands on pages and in sentences where a person is named.
NOT_PEOPLE = {COMMAND_LINE: "a command", PUBLISHED_RECORD: "the programme file"}

#: The acts that a second person approves unless the office leaves them to one: the words of
#: `NEOEQUITY_FOUR_EYES`.
WARRANTS, SPLITS = "warrants", "splits"
SECOND_PERSON = (WARRANTS, SPLITS)


def spoken(username: str) -> str:
    """The name of an account as a reader is told it; files keep the username."""
    return NOT_PEOPLE.get(username, username)


class Decision(StrEnum):
    """How a request ended."""

    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


#: The decisions that the person who made the request is told.
TOLD = (Decision.APPROVED, Decision.REJECTED)


def new_credentials(decided_by: str, set_by: str | None, day: date) -> str:
    """The mark of a decision by an account whose credentials had just been set for it.

    `set_by` is None where the database could not tell who did.
    """
    return (
        f"Decided with new credentials: {set_by or 'somebody outside the product'} had set those "
        f"of {decided_by} on {day}."
    )


def reasons_against_decision(
    decision: Decision,
    *,
    number: int,
    made_by: frozenset[str],
    decided_by: str,
    decided: str,
    note: str,
) -> Iterator[Reason]:
    """Every reason against this decision by `decided_by`.

    `made_by` names everyone who made the request or drafted what it is about; `decided` is the
    decision already taken, "" while the request is pending.
    """
    if decided:
        yield Reason(f"Request {number} was already {decided}.")
    elif decision == Decision.APPROVED and decided_by in made_by:
        yield Reason(
            f"{decided_by} made request {number}: another person must approve it (four eyes)."
        )
    elif decision == Decision.REJECTED and decided_by in made_by:
        yield Reason(
            f"{decided_by} made request {number} and may withdraw it; only another person can "
            "reject it."
        )
    if decision == Decision.REJECTED and not note.strip():
        yield Reason("A rejection needs a note that says why.", "note")
