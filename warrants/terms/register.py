"""What a register comes to by day, in whatever order its entries and the splits became known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from warrants.terms.split import Ratio, through


class Move(NamedTuple):
    """An entry as far as it moves shares: `shares` are negative where it is a reversal.

    `older` are the splits that had taken effect by its day and that its count does not reckon
    with, in their order: it was stated in shares from before them. `adjusts` marks the entry that
    a split itself made.
    """

    on: date
    holder_from: int | None
    holder_to: int | None
    shares: int
    adjusts: bool = False
    older: tuple[Ratio, ...] = ()

    @property
    def counted(self) -> int:
        """The shares in those of its own day; fractions are dropped."""
        return through(self.shares, self.older)

    def sides(self) -> Iterator[tuple[int, int]]:
        """Who gains (1) and who loses (-1)."""
        if self.holder_to is not None:
            yield self.holder_to, 1
        if self.holder_from is not None:
            yield self.holder_from, -1


class Change(NamedTuple):
    """What a holder gains, or loses where negative, by the splits on a day."""

    on: date
    holder: int
    shares: int

    def move(self) -> Move:
        """The entry that makes it."""
        gains = self.shares > 0
        return Move(
            self.on,
            None if gains else self.holder,
            self.holder if gains else None,
            abs(self.shares),
            adjusts=True,
        )


class Shortfall(NamedTuple):
    """The first day on which a holder would have less than nothing; `shares` are negative."""

    on: date
    holder: int
    shares: int


def changes_due(moves: Iterable[Move], splits: Mapping[date, Ratio]) -> list[Change]:
    """What the splits still have to change, by day and holder, once these moves are posted.

    On the day of a split each holder's count of the day before becomes count x new / old, fractions
    dropped; on the day of a move stated in older shares the rest of what was stated is taken back.
    `splits` are those after the issue. Nothing is due where all has been posted.
    """
    by_day = defaultdict(list)
    for move in moves:
        by_day[move.on].append(move)
    held: Counter[int] = Counter()
    changes = []
    for day in sorted(by_day.keys() | splits.keys()):
        due: Counter[int] = Counter()
        if day in splits:
            for holder, shares in held.items():
                due[holder] += splits[day].shares(shares) - shares
        for move in by_day[day]:
            for holder, sign in move.sides():
                held[holder] += sign * move.shares
                due[holder] += sign * ((0 if move.adjusts else move.counted) - move.shares)
        for holder in sorted(due):
            if due[holder]:
                changes.append(Change(day, holder, due[holder]))
                held[holder] += due[holder]
    return changes


def first_shortfall(moves: Iterable[Move]) -> Shortfall | None:
    """The first day at whose end a holder would have given more than it has."""
    by_day: dict[date, Counter[int]] = defaultdict(Counter)
    for move in moves:
        for holder, sign in move.sides():
            by_day[move.on][holder] += sign * move.shares
    held: Counter[int] = Counter()
    for day in sorted(by_day):
        for holder, shares in sorted(by_day[day].items()):
            held[holder] += shares
            if held[holder] < 0:
                return Shortfall(day, holder, held[holder])
    return None


def held_on(moves: Iterable[Move], holder: int, day: date) -> int:
    """What the holder has at the end of the day."""
    return sum(
        sign * move.shares
        for move in moves
        if move.on <= day
        for who, sign in move.sides()
        if who == holder
    )
