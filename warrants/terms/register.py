"""Holders' balances by day, in whatever order entries and stock splits were recorded."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from warrants.terms.split import Ratio, through


class Move(NamedTuple):
    """The shares that an entry moves; `shares` is negative for a reversal.

    `older` are the splits in effect by the entry's day that its share count does not reflect, in
    order: the entry was stated in pre-split shares. `adjusts` marks an adjustment made by a split.
    """

    on: date
    holder_from: int | None
    holder_to: int | None
    shares: int
    adjusts: bool = False
    older: tuple[Ratio, ...] = ()

    @property
    def counted(self) -> int:
        """The shares restated in shares of the entry's own day; fractions are dropped."""
        return through(self.shares, self.older)

    def sides(self) -> Iterator[tuple[int, int]]:
        """The holder who gains (1) and the one who loses (-1)."""
        if self.holder_to is not None:
            yield self.holder_to, 1
        if self.holder_from is not None:
            yield self.holder_from, -1


class Change(NamedTuple):
    """The shares that a holder gains by splits on a day; negative for a loss."""

    on: date
    holder: int
    shares: int

    def move(self) -> Move:
        """The adjustment as a move."""
        gains = self.shares > 0
        return Move(
            self.on,
            None if gains else self.holder,
            self.holder if gains else None,
            abs(self.shares),
            adjusts=True,
        )


class Shortfall(NamedTuple):
    """The first day on which a holder's balance would be negative, as `shares` is."""

    on: date
    holder: int
    shares: int


def changes_due(moves: Iterable[Move], splits: Mapping[date, Ratio]) -> list[Change]:
    """The adjustments still due for the splits, by day and holder, once these moves are posted.

    On the day of a split each holder's balance of the day before becomes balance x new / old,
    fractions dropped; on the day of a move stated in pre-split shares the difference is taken back.
    `splits` are those after the issue. Adjustments that are posted already are not due again.
    """
    by_day = defaultdict(list)
    for move in moves:
        by_day[move.on].append(move)
    balances: Counter[int] = Counter()
    changes = []
    for day in sorted(by_day.keys() | splits.keys()):
        due: Counter[int] = Counter()
        if day in splits:
            for holder, shares in balances.items():
                due[holder] += splits[day].shares(shares) - shares
        for move in by_day[day]:
            for holder, sign in move.sides():
                balances[holder] += sign * move.shares
                due[holder] += sign * ((0 if move.adjusts else move.counted) - move.shares)
        for holder in sorted(due):
            if due[holder]:
                changes.append(Change(day, holder, due[holder]))
                balances[holder] += due[holder]
    return changes


def first_shortfall(moves: Iterable[Move]) -> Shortfall | None:
    """The first day at the end of which a holder's balance would be negative."""
    by_day: dict[date, Counter[int]] = defaultdict(Counter)
    for move in moves:
        for holder, sign in move.sides():
            by_day[move.on][holder] += sign * move.shares
    balances: Counter[int] = Counter()
    for day in sorted(by_day):
        for holder, shares in sorted(by_day[day].items()):
            balances[holder] += shares
            if balances[holder] < 0:
                return Shortfall(day, holder, balances[holder])
    return None


def held_on(moves: Iterable[Move], holder: int, day: date) -> int:
    """The holder's balance at the end of the day."""
    return sum(
        sign * move.shares
        for move in moves
        if move.on <= day
        for party, sign in move.sides()
        if party == holder
    )
