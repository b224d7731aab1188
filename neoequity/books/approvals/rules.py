"""Four eyes: what one person asks for and another decides."""

from collections.abc import Iterator
from enum import StrEnum

from neoequity.books.refusal import Reason

#: The account that acts where the command line acts without a named person.
COMMAND_LINE = "command-line"
#: The account that approves what the published history of a programme file says was agreed.
PUBLISHED_RECORD = "published-record"


class Decision(StrEnum):
    """How it ended; nothing while it waits."""

    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def reasons_against_decision(
    decision: Decision,
    *,
    number: int,
    made_by: frozenset[str],
    decided_by: str,
    decided: str,
    note: str,
) -> Iterator[Reason]:
    """Every reason against `decided_by` deciding so; `made_by` are all who had a hand in it.

    `decided` is how it was decided before, "" while it waits.
    """
    if decided:
        yield Reason(f"Request {number} was already {decided}.")
    elif decision == Decision.APPROVED and decided_by in made_by:
        yield Reason(
            f"{decided_by} made request {number}: another person has to approve it (four eyes)."
        )
    elif decision == Decision.REJECTED and decided_by in made_by:
        yield Reason(
            f"{decided_by} made request {number} and may withdraw it; another person rejects it."
        )
    if decision == Decision.REJECTED and not note.strip():
        yield Reason("A rejection needs a note that says why.", "note")
