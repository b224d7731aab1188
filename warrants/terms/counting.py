"""Shares traded on several days, restated in the shares of one day across stock splits."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from warrants.terms.split import Ratio, combined


class DatedRatio(NamedTuple):
    """A stock split: `ratio` applies from `effective_on` on."""

    effective_on: date
    ratio: Ratio


class Traded(NamedTuple):
    """Shares sold, as counted on the day of the trade."""

    day: date
    shares: int


def counted(traded: Iterable[Traded], splits: Sequence[DatedRatio], day: date) -> int:
    """Their total, in shares of `day`.

    At each split, in order, all earlier trades are added up and the fraction is dropped once.
    """
    waiting = sorted(traded)
    total = 0
    for split in sorted(splits):
        if split.effective_on > day:
            break
        while waiting and waiting[0].day < split.effective_on:
            total += waiting.pop(0).shares
        total = split.ratio.shares(total)
    return total + sum(trade.shares for trade in waiting)


def exactly(traded: Iterable[Traded], splits: Sequence[DatedRatio], day: date) -> Fraction:
    """The same total with fractions kept: a limit must not be rounded twice."""
    total = Fraction(0)
    for trade in traded:
        ratio = between(splits, trade.day, day)
        total += Fraction(trade.shares * ratio.new, ratio.old)
    return total


def between(splits: Iterable[DatedRatio], after: date, until: date) -> Ratio:
    """The splits after one day up to another as one ratio; 1 for 1 if the days are reversed."""
    return combined(split.ratio for split in splits if after < split.effective_on <= until)


def moved(shares: int, splits: Sequence[DatedRatio], of: date, to: date) -> int:
    """Warrant shares of one day, restated in shares of another; the fraction is dropped."""
    forward = between(splits, of, to)
    return forward.shares(between(splits, to, of).shares_before(shares))
