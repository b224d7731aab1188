"""What a stock split does to share counts and prices."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from warrants.terms.grant import to_exercise_step


class Ratio(NamedTuple):
    """`new` shares for `old` ones: 1 for 25 is the reverse split of September 2002."""

    new: int
    old: int

    def shares(self, count: int) -> int:
        """The count after the split; a fraction of a share is dropped."""
        return count * self.new // self.old

    def shares_before(self, count: int) -> int:
        """What the count was before the split, nearer to zero: half a share is no share."""
        whole = abs(count) * self.old // self.new
        return whole if count >= 0 else -whole

    def price(self, price: Decimal) -> Decimal:
        """The price after the split, four decimals half-up."""
        return to_exercise_step(price * self.old / self.new)


def through(count: int, ratios: Iterable[Ratio]) -> int:
    """The count after several splits, one after another; each drops its fraction.

    A negative count, that of a reversal, is as large as the positive one.
    """
    shares = abs(count)
    for ratio in ratios:
        shares = ratio.shares(shares)
    return shares if count >= 0 else -shares


def combined(ratios: Iterable[Ratio]) -> Ratio:
    """Several splits, one after another, as one ratio: prices are rounded once."""
    new = old = 1
    for ratio in ratios:
        new, old = new * ratio.new, old * ratio.old
    return Ratio(new, old)
