"""How shares traded on several days are counted in the shares of one day, after stock splits."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from warrants.terms.split import Ratio, combined


class DatedRatio(NamedTuple):
    """A stock split: `ratio` holds from `effective_on` on."""

    effective_on: date
    ratio: Ratio


class Traded(NamedTuple):
    """So many `shares`, counted as on the day on which they were traded."""

    day: date
    shares: int


def counted(traded: Iterable[Traded], splits: Sequence[DatedRatio], day: date) -> int:
    """All of them together, in the shares of `day`.

    At each split, in order, what was traded before it is added up and a fraction is dropped once.
    """
    waiting = sorted(traded)
    total = 0
    for split in sorted(splits):
        if split.effective_on > day:
            break
        while waiting and waiting[0].day < split.effective_on:
            total += waiting.pop(0).shares
        total = split.ratio.shares(total)
    return total + sum(each.shares for each in waiting)


def exactly(traded: Iterable[Traded], splits: Sequence[DatedRatio], day: date) -> Fraction:
    """The same with every fraction kept: what a limit is held against must not round twice."""
    total = Fraction(0)
    for each in traded:
        ratio = between(splits, each.day, day)
        total += Fraction(each.shares * ratio.new, ratio.old)
    return total


def between(splits: Iterable[DatedRatio], after: date, until: date) -> Ratio:
    """The splits after one day and until another, as one ratio; none where the days are swapped."""
    return combined(split.ratio for split in splits if after < split.effective_on <= until)


def moved(shares: int, splits: Sequence[DatedRatio], of: date, to: date) -> int:
    """Warrant shares counted as on one day, in the shares of another; a fraction is dropped."""
    forward = between(splits, of, to)
    return forward.shares(between(splits, to, of).shares_before(shares))
