"""Ours, theirs and the difference of a period, item by item: down to zero when all is matched.

Opening open entries + new ones - matched - accepted differences = closing open entries, on either
side. What is matched is the same on both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from neoequity.statements.terms.course import Accepted, Course
from neoequity.statements.terms.entry import NOTHING, Entry, Quantity, total
from neoequity.statements.terms.ledger_of_matches import AcceptedDifference

_DAY = timedelta(days=1)


class Status(StrEnum):
    """What became of a row by the end of the period."""

    MATCHED = "matched"
    PARTLY = "partly matched"
    MISSING = "not on their statement"
    NOT_DUE = "not yet due"
    UNKNOWN = "not in our books"
    ACCEPTED = "accepted difference"


#: What remains to be explained.
OPEN = frozenset({Status.PARTLY, Status.MISSING, Status.NOT_DUE, Status.UNKNOWN})


class Row(NamedTuple):
    """An entry, or an accepted difference: what we have of it in the period, and what they do."""

    key: str
    name: str
    day: date
    ours: Quantity
    theirs: Quantity
    status: Status

    @property
    def difference(self) -> Quantity:
        """Theirs less ours."""
        return self.theirs - self.ours


#: The figures of a roll-forward, in their order, as pages and reports call them.
COURSE = (
    ("opening", "Open before the period"),
    ("new", "New in the period"),
    ("matched", "Matched"),
    ("accepted", "Accepted differences"),
    ("closing", "Open at the end"),
)


@dataclass(frozen=True)
class RollForward:
    """How the open entries of one side went from before the period to its end."""

    opening: Quantity
    new: Quantity
    matched: Quantity
    accepted: Quantity
    closing: Quantity

    @property
    def adds_up(self) -> bool:
        """Whether opening + new - matched - accepted = closing; always so in sound books."""
        return self.opening + self.new - self.matched - self.accepted == self.closing


@dataclass(frozen=True)
class Reconciliation:
    """One agreement, or all if it is empty, and one sender, from `since` to `until`."""

    agreement: str
    since: date
    until: date
    rows: tuple[Row, ...]
    ours: RollForward
    theirs: RollForward

    @property
    def total_ours(self) -> Quantity:
        """What we have: open before, and new."""
        return total(row.ours for row in self.rows)

    @property
    def total_theirs(self) -> Quantity:
        """What they have: open before, and new."""
        return total(row.theirs for row in self.rows)

    @property
    def difference(self) -> Quantity:
        """Theirs less ours: the open rows and the accepted differences, and nothing else."""
        return self.total_theirs - self.total_ours

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """The rows that remain to be explained; none once the period is reconciled."""
        return tuple(row for row in self.rows if row.status in OPEN)


class _Figures(NamedTuple):
    """An entry in the period: what was open before it, what is new, what is open at its end."""

    entry: Entry
    opening: Quantity
    new: Quantity
    closing: Quantity


class _Effect(NamedTuple):
    """What one match did to one agreement in the period; an undone one with signs turned."""

    accepted: Accepted
    items: Quantity
    own_lines: Quantity
    differences: tuple[AcceptedDifference, ...]

    @property
    def difference(self) -> Quantity:
        return total(each.quantity for each in self.differences)


def reconcile(
    lines: Iterable[Entry],
    items: Iterable[Entry],
    history: Iterable[Accepted],
    *,
    since: date,
    until: date,
    agreement: str = "",
) -> Reconciliation:
    """The period of one agreement and one sender, or of all its agreements.

    Give every whole entry and every match, also of other periods. An entry counts from its day or,
    if it was matched earlier, from then. A line that names no agreement belongs to the one it is
    matched to, as far as it is.
    """
    history = list(history)
    own_lines = [line for line in lines if agreement in ("", line.agreement)]
    own_items = [item for item in items if agreement in ("", item.agreement)]
    lines_course = Course((accepted, accepted.match.lines) for accepted in history)
    items_course = Course((accepted, accepted.match.items) for accepted in history)
    theirs = _figures(own_lines, lines_course, since, until)
    ours = _figures(own_items, items_course, since, until)
    line_keys, item_keys = {line.key for line in own_lines}, {item.key for item in own_items}
    effects = [
        _effect(accepted, change, line_keys, item_keys, agreement)
        for accepted in history
        if (change := accepted.change(since - _DAY, until))
    ]
    rows = [*_of_items(ours, until), *_of_differences(effects), *_of_lines(theirs)]
    return Reconciliation(
        agreement=agreement,
        since=since,
        until=until,
        rows=tuple(sorted(rows, key=lambda row: (row.day, row.key))),
        ours=_our_roll_forward(ours, effects),
        theirs=_their_roll_forward(theirs, effects),
    )


def _figures(entries: Iterable[Entry], course: Course, since: date, until: date) -> list[_Figures]:
    return [
        _Figures(
            entry,
            opening=course.left(entry, since - _DAY),
            new=entry.quantity if course.entered_on(entry) >= since else NOTHING,
            closing=course.left(entry, until),
        )
        for entry in entries
        if course.entered_on(entry) <= until
    ]


def _effect(
    accepted: Accepted, change: int, lines: set[str], items: set[str], agreement: str
) -> _Effect:
    """What the match did to these lines and items; `change` is 1 or, undone, -1."""
    of_items = total(part for key, part in accepted.match.items.items() if key in items)
    of_lines = total(part for key, part in accepted.match.lines.items() if key in lines)
    differences = tuple(
        each._replace(quantity=each.quantity if change > 0 else -each.quantity)
        for each in accepted.match.differences
        if agreement in ("", each.agreement)
    )
    if change < 0:
        of_items, of_lines = -of_items, -of_lines
    return _Effect(accepted, of_items, of_lines, differences)


def _our_roll_forward(figures: Sequence[_Figures], effects: Sequence[_Effect]) -> RollForward:
    """A difference accepted with items settles that much of them without the sender."""
    with_items = [effect for effect in effects if effect.accepted.match.items]
    return RollForward(
        opening=total(each.opening for each in figures),
        new=total(each.new for each in figures),
        matched=total(effect.items + effect.difference for effect in with_items),
        accepted=-total(effect.difference for effect in with_items),
        closing=total(each.closing for each in figures),
    )


def _their_roll_forward(figures: Sequence[_Figures], effects: Sequence[_Effect]) -> RollForward:
    """A difference accepted without items, such as a bank's charge, settles lines alone."""
    alone = [effect for effect in effects if not effect.accepted.match.items]
    with_items = [effect for effect in effects if effect.accepted.match.items]
    # Lines that name no agreement become this agreement's by being matched to it.
    joined = total(effect.items + effect.difference - effect.own_lines for effect in effects)
    return RollForward(
        opening=total(each.opening for each in figures),
        new=total(each.new for each in figures) + joined,
        matched=total(effect.items + effect.difference for effect in with_items),
        accepted=total(effect.difference for effect in alone),
        closing=total(each.closing for each in figures),
    )


def _of_items(figures: Iterable[_Figures], until: date) -> Iterator[Row]:
    for entry, opening, new, closing in figures:
        ours = opening + new
        theirs = ours - closing
        if ours or theirs:
            status = _status(entry, closing, until)
            yield Row(f"item {entry.key}", entry.name, entry.day, ours, theirs, status)


def _status(entry: Entry, closing: Quantity, until: date) -> Status:
    if not closing:
        return Status.MATCHED
    if closing != entry.quantity:
        return Status.PARTLY
    return Status.NOT_DUE if entry.day > until else Status.MISSING


def _of_differences(effects: Iterable[_Effect]) -> Iterator[Row]:
    for effect in effects:
        match = effect.accepted.match
        for number, each in enumerate(effect.differences, 1):
            key = f"difference {match.key}/{number}"
            day = match.accepted_on
            yield Row(key, each.reason, day, NOTHING, each.quantity, Status.ACCEPTED)


def _of_lines(figures: Iterable[_Figures]) -> Iterator[Row]:
    for entry, _, _, closing in figures:
        if closing:
            key = f"line {entry.key}"
            yield Row(key, entry.name, entry.day, NOTHING, closing, Status.UNKNOWN)
