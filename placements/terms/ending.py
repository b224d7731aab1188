"""The end of an agreement: from its day on nothing is placed or sold under it.

The day itself sells nothing: an agreement terminated on September 9 sold last on September 8.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from neoequity.books.refusal import Reason
from placements.terms.lifecycle import Status

#: Who terminated an agreement: the word that is stored, and as a page says it.
TERMINATED_BY = {"issuer": "The issuer", "agent": "The agent", "both": "Both parties"}

#: The moves that place shares, as they follow "cannot be".
PLACING = ("propose", "accept", "resume")
#: Statuses of placements that end with their agreement, and what each becomes.
ENDS_AS = {
    Status.PROPOSED: "withdraw",
    Status.ACCEPTED: "close",
    Status.SUSPENDED: "close",
}


class EndingTerms(Protocol):
    """As much of the terms of a day as says whether the agreement has ended."""

    @property
    def name(self) -> str: ...
    @property
    def terminated_on(self) -> date | None: ...
    def cited(self, term: str) -> str: ...


class OpenPlacement(NamedTuple):
    """A placement that was proposed or accepted, in its status since a day."""

    number: int
    status: str
    since: date


class Change(NamedTuple):
    """The end of an agreement before and after a change of its terms that begins on a day."""

    name: str
    effective_on: date
    before: date | None
    after: date | None

    @property
    def ends_from(self) -> date | None:
        """The first day on which the change lets nothing be sold, None if there is none."""
        return None if self.after is None else max(self.after, self.effective_on)

    @property
    def reinstates(self) -> bool:
        """Whether it had ended before the day of the change and sells again on it."""
        ended = self.before is not None and self.before < self.effective_on
        return ended and not is_ended(self.after, self.effective_on)


def is_ended(terminated_on: date | None, day: date) -> bool:
    """Whether terms that state this end let nothing be placed or sold on the day."""
    return terminated_on is not None and terminated_on <= day


def reasons_against_ended(terms: EndingTerms, day: date, what: str, field: str) -> Iterator[Reason]:
    """The reason against `what` (“a sale cannot be recorded”) of a day on which the terms ended."""
    if is_ended(terms.terminated_on, day):
        yield Reason(
            f"The {terms.name} was terminated on {terms.terminated_on}"
            f"{terms.cited('terminated_on')}, and nothing is placed or sold under it from that day "
            f"on: {what} as of {day}.",
            field,
        )


def reasons_against_the_day(change: Change) -> Iterator[Reason]:
    """The reason against a new end before the day on which the change takes effect."""
    after = change.after
    if after is not None and after != change.before and after < change.effective_on:
        yield Reason(
            f"The {change.name} cannot end on {change.after}, before {change.effective_on}, the "
            "day on which the change takes effect.",
            "terminated_on",
        )


def reasons_against_sales_after(change: Change, traded_on: date) -> Iterator[Reason]:
    """The reason against an end, given the trade date of a standing sale of its day or later."""
    yield Reason(
        f"A sale of {traded_on} stands under the {change.name}, which would end on "
        f"{change.after}: reverse the sales of {change.ends_from} and later first.",
        "terminated_on",
    )


def reasons_against_placed_after(
    change: Change, placements: Iterable[OpenPlacement]
) -> Iterator[Reason]:
    """Reasons against an end by whose day open placements have moved already."""
    for each in placements:
        if change.ends_from is not None and each.since >= change.ends_from:
            yield Reason(
                f"Placement {each.number} has been {each.status} since {each.since}, and the "
                f"{change.name} would end on {change.after}: close or withdraw it first.",
                "terminated_on",
            )


def reasons_against_reinstating(
    change: Change, placements: Iterable[OpenPlacement]
) -> Iterator[Reason]:
    """Reasons against selling again while placements from before the end are still open.

    A placement that was closed on the day of the change or later counts as open on it.
    """
    for each in placements if change.reinstates else ():
        until = f"was open until {each.since}" if each.status == Status.CLOSED else each.status
        yield Reason(
            f"Placement {each.number}, {until}, ended with the {change.name} on {change.before}: "
            f"an agreement is reinstated once all its earlier placements are closed or withdrawn, "
            f"before {change.effective_on} where they were accepted.",
            "effective_on",
        )
