"""Matches over time: from when to when each stood, and what was left of an entry on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from neoequity.statements.terms.entry import Entry, Quantity, total
from neoequity.statements.terms.ledger_of_matches import Match, Parts


class Accepted(NamedTuple):
    """A match that was accepted, and the day on which it was undone, if it was."""

    match: Match
    undone_on: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the match stands at the end of a day."""
        is_undone = self.undone_on is not None and self.undone_on <= day
        return self.match.accepted_on <= day and not is_undone

    def change(self, before: date, after: date) -> int:
        """1 if the match came to stand between the ends of two days, -1 if it fell, else 0."""
        return self.stands_on(after) - self.stands_on(before)


class Course:
    """What was left of the entries of one side at the end of each day."""

    def __init__(self, takings: Iterable[tuple[Accepted, Parts]]) -> None:
        self._takings: dict[str, list[tuple[Accepted, Quantity]]] = defaultdict(list)
        for accepted, parts in takings:
            for key, part in parts.items():
                self._takings[key].append((accepted, part))

    def entered_on(self, entry: Entry) -> date:
        """The day from which an entry counts: its own or, if earlier, that of its first match."""
        matched = [taken.match.accepted_on for taken, _ in self._takings.get(entry.key, ())]
        return min([entry.day, *matched])

    def left(self, entry: Entry, day: date) -> Quantity:
        """What is open of an entry at the end of a day; nothing before it counts."""
        if day < self.entered_on(entry):
            return Quantity()
        takings = self._takings.get(entry.key, ())
        return entry.quantity - total(part for taken, part in takings if taken.stands_on(day))
