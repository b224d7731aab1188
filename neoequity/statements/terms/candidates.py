"""What proposals are made of: open entries in a fixed order, each in one proposal at most."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from neoequity.books.calendar import Exceptions, settlement_days_between
from neoequity.books.money import CENT
from neoequity.statements.terms.entry import NOTHING, Entry, Quantity
from neoequity.statements.terms.proposal import Proposal, Rank
from placements.terms.reference import reference_key

#: How many settlement days may lie between a line and the day on which we expect it.
DAYS_APART = 3
#: All the days that are near, the same day first, then the one before, the one after, and so on.
DAYS_AROUND = tuple(
    sorted(range(-DAYS_APART, DAYS_APART + 1), key=lambda apart: (abs(apart), apart))
)
#: How many cents rounding may make, in one entry or in the sum of a few.
ROUNDING = 2
#: No cent, then one less, one more, and so on.
CENTS_AROUND = tuple(sorted(range(-ROUNDING, ROUNDING + 1), key=lambda cents: (abs(cents), cents)))


@dataclass(slots=True, eq=False)
class Candidate:
    """An open entry with its figures as integers; `at` counts settlement days from the first."""

    entry: Entry
    cents: int
    shares: int
    at: int
    reference: str
    is_free: bool = True


def candidates(
    entries: Iterable[Entry],
    at: dict[date, int],
    key_of: Callable[[str], str] = reference_key,
) -> list[Candidate]:
    """The entries that have figures, by day and key, whatever order they come in.

    `key_of` normalizes references; both sides name most of them.
    """
    found = [
        Candidate(
            entry,
            int(entry.quantity.amount.scaleb(2)),
            entry.quantity.shares,
            at[entry.day],
            key_of(entry.reference) if entry.reference else "",
        )
        for entry in entries
        if entry.quantity
    ]
    found.sort(key=lambda each: (each.entry.day, each.entry.key))
    keys = {each.entry.key for each in found}
    if len(keys) != len(found):
        raise ValueError("Each entry of a side has a key of its own.")
    return found


def counted_days(days: Iterable[date], exceptions: Exceptions) -> dict[date, int]:
    """Each day with the number of settlement days since the first of them."""
    distinct = sorted(set(days))
    at = dict.fromkeys(distinct[:1], 0)
    for before, day in pairwise(distinct):
        at[day] = at[before] + settlement_days_between(before, day, exceptions)
    return at


def free(entries: Iterable[Candidate]) -> list[Candidate]:
    """Those that are in no proposal yet."""
    return [each for each in entries if each.is_free]


def propose(
    rank: Rank, lines: Sequence[Candidate], items: Sequence[Candidate], explanation: str
) -> Proposal:
    """The proposal of all that is left of these, which are then in no other."""
    cents = shares = 0
    for each in lines:
        cents, shares, each.is_free = cents + each.cents, shares + each.shares, False
    for each in items:
        cents, shares, each.is_free = cents - each.cents, shares - each.shares, False
    return Proposal(
        rank=rank,
        day=min([each.entry.day for each in (*lines, *items)]),
        lines=tuple([each.entry.key for each in lines]),
        items=tuple([each.entry.key for each in items]),
        difference=Quantity(cents * CENT, shares) if cents or shares else NOTHING,
        explanation=explanation,
    )
