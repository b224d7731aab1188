"""Commission in trade order: what a posting costs, and what it displaces on later days (p. S-11).

The commission owed as of a day is the cost of the sales then standing, taken by trade date and each
by the fee schedule in force on its trade date. Posted entries never change: when a late sale or a
reversal moves later sales into other tiers, an adjustment posts the difference.

A sale that states its commission costs nothing here and is adjusted by nothing; its gross counts
for the tiers of later days.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import CENT, ZERO
from placements.terms.fees import AS_STATED, FeeSchedule, Slice

_MOST = Decimal("Infinity")


class Schedules:
    """Consecutive fee schedules, each from the first trade date that it prices.

    Standing gross is a list with one sum in dollars per schedule, in the same order.
    """

    def __init__(self, starts: Mapping[date, FeeSchedule]) -> None:
        self._days = sorted(starts)
        self._schedules = [starts[day] for day in self._days]

    def __len__(self) -> int:
        return len(self._schedules)

    def index(self, traded: date) -> int:
        """The index of the schedule for a trade date; days before the first have the first."""
        return max(bisect_right(self._days, traded) - 1, 0)

    def is_stated(self, traded: date) -> bool:
        """Whether a sale of this trade date states its commission, which then follows no tiers."""
        return self._schedules[self.index(traded)] is AS_STATED

    def nothing(self) -> list[Decimal]:
        """The standing gross before the first sale: zeros."""
        return [ZERO] * len(self)

    def standing(self, past: "Iterable[Move]", by: date) -> list[Decimal]:
        """The standing gross as of a day."""
        gross_by_schedule = self.nothing()
        for move in past:
            if move.day <= by:
                gross_by_schedule[self.index(move.traded)] += move.gross
        return gross_by_schedule

    def owed(self, standing: Sequence[Decimal]) -> Decimal:
        """The commission on the standing gross: per schedule C(after) - C(before), to the cent."""
        if len(self) == 1:
            return self._schedules[0].commission(standing[0])
        return sum(
            (
                fees.commission_between(before, before + gross)
                for fees, before, gross in self._steps(standing)
            ),
            ZERO,
        )

    def exact(self, standing: Sequence[Decimal]) -> Decimal:
        """The same without rounding, which distinguishes a change of tiers from a stray cent."""
        return sum(
            (
                fees.exact(before + gross) - fees.exact(before)
                for fees, before, gross in self._steps(standing)
            ),
            ZERO,
        )

    def workings(self, standing: Sequence[Decimal], traded: date, gross: Decimal) -> list[Slice]:
        """The tiers a sale's gross falls in, after what stands from its day and before.

        None where it states its commission.
        """
        if self.is_stated(traded):
            return []
        index = self.index(traded)
        before = sum(standing[: index + 1], ZERO)
        return self._schedules[index].workings(before, before + gross)

    def _steps(self, standing: Sequence[Decimal]) -> Iterable[tuple[FeeSchedule, Decimal, Decimal]]:
        before = ZERO
        for fees, gross in zip(self._schedules, standing, strict=True):
            yield fees, before, gross
            before += gross


class Move(NamedTuple):
    """From `day` on, `gross` dollars of sales traded on `traded` stand or, if negative, do not."""

    day: date
    traded: date
    gross: Decimal


class Entry(NamedTuple):
    """A sale to be posted, or the reversal of a sale posted with the commission `reversed`.

    A sale takes effect on its trade date, a reversal (negative gross) on a day of its own.
    """

    on: date
    traded: date
    gross: Decimal
    reversed: Decimal | None = None


class Adjustment(NamedTuple):
    """Commission in dollars displaced on a day; `cause` is the index of the entry that did it."""

    on: date
    commission: Decimal
    cause: int


class Posting(NamedTuple):
    """The commission of each entry in dollars, in their order, and the adjustments with them."""

    commissions: list[Decimal]
    adjustments: list[Adjustment]


def post(schedules: Schedules, past: Iterable[Move], entries: Sequence[Entry]) -> Posting:
    """What entries posted together on top of the `past` cost, and what they displace.

    Within a day they follow what was posted before, in their order. There is one adjustment for
    each day on which sales already posted move into other tiers; a reversal gives back the
    commission its sale was posted with. Stray cents of rounding go to the entry being posted, so
    that the total always equals the cost of what stands.
    """
    sweep = _Sweep(schedules, schedules)
    by_day: dict[date, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        by_day[entry.on].append(place)
    moves = _by_day(past)
    for day in sorted({*moves, *by_day}):
        sweep.move(day, moves.get(day, ()))
        for place in by_day.get(day, ()):
            sweep.enter(place, entries[place])
    return sweep.posting(len(entries))


def reprice(before: Schedules, after: Schedules, past: Iterable[Move]) -> list[Adjustment]:
    """The adjustments of each day for new fee schedules; their `cause` has no meaning."""
    sweep = _Sweep(before, after)
    for day, moves in sorted(_by_day(past).items()):
        sweep.move(day, moves)
    return sweep.posting(0).adjustments


def _by_day(past: Iterable[Move]) -> dict[date, list[Move]]:
    moves: dict[date, list[Move]] = defaultdict(list)
    for move in past:
        moves[move.day].append(move)
    return moves


class _Books:
    """The standing gross, and the commission owed on it."""

    def __init__(self, schedules: Schedules) -> None:
        self.schedules = schedules
        self.standing = schedules.nothing()
        self.owed = ZERO

    def add(self, moves: Iterable[tuple[date, Decimal]]) -> None:
        for traded, gross in moves:
            self.standing[self.schedules.index(traded)] += gross
        self.owed = self.schedules.owed(self.standing)

    def exact(self) -> Decimal:
        return self.schedules.exact(self.standing)


@dataclass
class _Line:
    """An amount to be posted, and the bounds within which it may take stray cents."""

    on: date
    amount: Decimal
    cause: int
    least: Decimal = -_MOST
    most: Decimal = _MOST
    is_entry: bool = False

    def takes(self, cents: Decimal) -> bool:
        """Whether it may take these cents."""
        return self.least <= self.amount + cents <= self.most


class _Sweep:
    """Walks through the days with the books before and after the entries side by side."""

    def __init__(self, schedules_before: Schedules, schedules_after: Schedules) -> None:
        self.before, self.after = _Books(schedules_before), _Books(schedules_after)
        self.gap = ZERO  # the cost of the entries so far, as of the current day
        self.posted = ZERO
        self.entries: dict[int, _Line] = {}
        self.lines: list[_Line] = []
        self.displaced_on: date | None = None  # by less than a cent so far

    def move(self, day: date, moves: Iterable[Move]) -> None:
        """Apply the past moves of a day; adjust where they now fall in other tiers."""
        changes = [(move.traded, move.gross) for move in moves]
        exact_gap = self._exact_gap()
        self.before.add(changes)
        self.after.add(changes)
        if self._exact_gap() != exact_gap:
            self._settle()
            self.gap = self._gap()
            if not self._adjust(day):
                self.displaced_on = day
        self.gap = self._gap()

    def enter(self, place: int, entry: Entry) -> None:
        """Post an entry on top of what stands on its day."""
        self._settle()
        self.after.add([(entry.traded, entry.gross)])
        self.gap = self._gap()
        amount, least, most = self.gap - self.posted, ZERO, _MOST
        if self.after.schedules.is_stated(entry.traded):
            amount = most = ZERO
        elif entry.reversed is not None:
            stray = self._stray_cents()
            least, most = -entry.reversed - stray, min(-entry.reversed + stray, ZERO)
            if not least <= amount <= most:
                amount = -entry.reversed
        line = _Line(entry.on, amount, place, least, most, is_entry=True)
        self.entries[place] = line
        self._add(line)
        self._adjust(entry.on)

    def posting(self, entries: int) -> Posting:
        """The resulting commissions and adjustments."""
        self._settle()
        return Posting(
            [self.entries[place].amount for place in range(entries)],
            [
                Adjustment(line.on, line.amount, line.cause)
                for line in self.lines
                if not line.is_entry and line.amount
            ],
        )

    def _gap(self) -> Decimal:
        return self.after.owed - self.before.owed

    def _exact_gap(self) -> Decimal:
        """The gap without rounding; zero without the calculation while nothing was entered."""
        if self.before.schedules is self.after.schedules and not self.entries:
            return ZERO
        return self.after.exact() - self.before.exact()

    def _stray_cents(self) -> Decimal:
        """The cents that rounding may shift: one, and two more per further schedule."""
        return (2 * len(self.after.schedules) - 1) * CENT

    def _settle(self) -> None:
        """Assign the cents that rounding has shifted since to what was posted last."""
        cents = self.gap - self.posted
        if cents and self.displaced_on is not None:
            self._adjust(self.displaced_on)
        elif cents:
            takers = (line for line in reversed(self.lines) if line.takes(cents))
            if (line := next(takers, None)) is not None:
                line.amount += cents
                self.posted += cents
            elif self.lines:
                self._adjust(self.lines[-1].on)
        self.displaced_on = None

    def _adjust(self, day: date) -> bool:
        """Post as an adjustment what is owed and not yet posted; False if that is nothing."""
        amount = self.gap - self.posted
        if amount:
            cause = self.lines[-1].cause if self.lines else 0
            self._add(_Line(day, amount, cause))
        return bool(amount)

    def _add(self, line: _Line) -> None:
        self.lines.append(line)
        self.posted += line.amount
