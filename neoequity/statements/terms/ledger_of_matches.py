"""Which parts of lines and of our items are matched, and what is left: accepted and undone.

A match takes parts of lines and parts of items and may accept differences; each side of it adds up
to the other. Lines alone may cancel out (a delivery and its return), and so may items.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.statements.terms.entry import NOTHING, Entry, Quantity, total

Parts = Mapping[str, Quantity]


class AcceptedDifference(NamedTuple):
    """What the lines state beyond the items, below zero if less: a bank charge, rounding.

    `agreement` is the one whose reconciliation has it; empty if that is not known.
    """

    quantity: Quantity
    reason: str
    agreement: str = ""


class Match(NamedTuple):
    """Parts of lines and of items by key; lines = items + accepted differences."""

    key: str
    accepted_on: date
    lines: Parts
    items: Parts
    differences: tuple[AcceptedDifference, ...] = ()

    @property
    def accepted(self) -> Quantity:
        """All accepted differences together."""
        return total(difference.quantity for difference in self.differences)


class Side:
    """The entries of one side, and how much of each is left to match."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.key: entry for entry in entries}
        self._matched: dict[str, Quantity] = {}

    def matched(self, key: str) -> Quantity:
        """How much of an entry standing matches take."""
        return self._matched.get(key, NOTHING)

    def left(self, key: str) -> Quantity:
        """How much of an entry is open."""
        return self.entries[key].quantity - self.matched(key)

    def open_entries(self) -> list[Entry]:
        """Each entry that is not wholly matched, with what is left of it."""
        lefts = ((entry, self.left(key)) for key, entry in self.entries.items())
        return [entry._replace(quantity=left) for entry, left in lefts if left]

    def agreements(self, parts: Parts) -> set[str]:
        """The agreements that the entries of these parts state."""
        known = (self.entries[key] for key in parts if key in self.entries)
        return {entry.agreement for entry in known} - {""}

    def reasons_against(self, parts: Parts) -> Iterator[Reason]:
        """Reasons against taking these parts: unknown, empty, or more than is left."""
        for key, part in parts.items():
            entry = self.entries.get(key)
            if entry is None:
                yield Reason(f"There is no entry {key} to match.")
            elif not part:
                yield Reason(f"The match takes nothing of {entry.name}.")
            elif not part.is_part_of(self.left(key)):
                yield Reason(_too_much(entry, part, self.left(key)))

    def take(self, parts: Parts) -> None:
        """Count these parts as matched."""
        for key, part in parts.items():
            self._matched[key] = self.matched(key) + part

    def give_back(self, parts: Parts) -> None:
        """Count these parts as open again."""
        for key, part in parts.items():
            self._matched[key] = self.matched(key) - part


class LedgerOfMatches:
    """The lines of one sender, our items for it, and the matches that stand."""

    def __init__(
        self, lines: Iterable[Entry], items: Iterable[Entry], matches: Iterable[Match] = ()
    ) -> None:
        self.lines = Side(lines)
        self.items = Side(items)
        self.matches: dict[str, Match] = {}
        for match in matches:
            self.accept(match)

    def reasons_against(self, match: Match) -> Iterator[Reason]:
        """Every reason against accepting this match as things stand."""
        if match.key in self.matches:
            yield Reason(f"Match {match.key} is accepted already.")
        if not match.lines and not match.items:
            yield Reason("A match has at least one line or one item.")
        yield from self.lines.reasons_against(match.lines)
        yield from self.items.reasons_against(match.items)
        yield from _reasons_against_differences(match)
        yield from self._reasons_against_agreements(match)

    def accept(self, match: Match) -> None:
        """Take its parts, or raise Refused with every reason against it; then nothing changes."""
        refuse_if_any(self.reasons_against(match))
        self.lines.take(match.lines)
        self.items.take(match.items)
        self.matches[match.key] = match

    def undo(self, key: str) -> Match:
        """Open again what a match took, whatever was accepted since. Refused if it does not stand.

        Parts have the sign of their entries, so no other match needs to be undone first.
        """
        match = self.matches.pop(key, None)
        if match is None:
            raise Refused([Reason(f"Match {key} does not stand: there is nothing to undo.")])
        self.lines.give_back(match.lines)
        self.items.give_back(match.items)
        return match

    def _reasons_against_agreements(self, match: Match) -> Iterator[Reason]:
        stated = self.lines.agreements(match.lines)
        items = self.items.agreements(match.items)
        if stated and len(stated | items) > 1:
            yield Reason(
                f"A line of {_listed(stated, 'and')} cannot be matched to anything else; this "
                f"match has entries of {_listed(stated | items, 'and')}."
            )
        for difference in match.differences:
            if (stated | items) and difference.agreement not in stated | items:
                yield Reason(
                    f"Choose the agreement of the accepted difference of {difference.quantity}: "
                    f"{_listed(stated | items, 'or')}.",
                    "differences",
                )


def _reasons_against_differences(match: Match) -> Iterator[Reason]:
    for difference in match.differences:
        if not difference.quantity:
            yield Reason("An accepted difference must be more or less than zero.", "differences")
        if not difference.reason.strip():
            yield Reason(
                f"Give the reason for the accepted difference of {difference.quantity}.",
                "differences",
            )
    stated, expected = total(match.lines.values()), total(match.items.values())
    unexplained = stated - expected - match.accepted
    if unexplained:
        yield Reason(
            f"The lines add up to {stated}, the items to {expected} and the accepted differences "
            f"to {match.accepted}: {unexplained} is not explained.",
            "differences",
        )


def _too_much(entry: Entry, part: Quantity, left: Quantity) -> str:
    name = f"{entry.name[0].upper()}{entry.name[1:]}"
    if not left:
        return f"{name} is matched already: all of its {entry.quantity}."
    if left == entry.quantity:
        return f"{name} is for {left}; {part} cannot be matched to it."
    return f"{name} has {left} of {entry.quantity} left to match; {part} cannot be matched to it."


def _listed(agreements: Iterable[str], word: str) -> str:
    return f" {word} ".join(sorted(agreements))
