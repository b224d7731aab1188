"""A proposed match: how sure it is, what differs, and why it is proposed, in a whole sentence."""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.ledger_of_matches import AcceptedDifference, Match


class Rank(IntEnum):
    """How sure a proposal is; all certain ones can be accepted at once."""

    CERTAIN = 1
    LIKELY = 2
    POSSIBLE = 3

    def __str__(self) -> str:
        return self.name.lower()


class Proposal(NamedTuple):
    """Lines and items that belong together, by key; `difference` is theirs less ours."""

    rank: Rank
    day: date
    lines: tuple[str, ...]
    items: tuple[str, ...]
    difference: Quantity
    explanation: str


def as_match(
    proposal: Proposal,
    *,
    key: str,
    on: date,
    lines: Mapping[str, Quantity],
    items: Mapping[str, Quantity],
    reason: str = "",
    agreement: str = "",
) -> Match:
    """The proposal as a match of all that is left of its lines and items.

    A difference is accepted for this reason, under this agreement; without a reason it stays open,
    in an item or a line that is taken in part. `lines` and `items` say what is left of each.
    """
    own_lines = {each: lines[each] for each in proposal.lines}
    own_items = {each: items[each] for each in proposal.items}
    gap = proposal.difference
    if not gap:
        return Match(key, on, own_lines, own_items)
    if reason:
        return Match(key, on, own_lines, own_items, (AcceptedDifference(gap, reason, agreement),))
    less = _less(own_items, -gap)
    if less is not None:
        return Match(key, on, own_lines, less)
    return Match(key, on, _less(own_lines, gap) or own_lines, own_items)


def _less(parts: Mapping[str, Quantity], by: Quantity) -> dict[str, Quantity] | None:
    """The parts with one of them, the last that is large enough, reduced; None if none is."""
    for key, part in reversed(list(parts.items())):
        rest = part - by
        if rest and rest.is_part_of(part):
            return {**parts, key: rest}
    return None
