"""What a stock split does to share counts and prices (docs/decisions/, number 42).

Shares are added, compared and limited in the shares of one day; entries keep the shares traded.
A trade on the effective day of a split is in new shares.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.books.money import PRICE_STEP

_EXERCISE_STEP = Decimal("0.0001")
_DAY = timedelta(days=1)

#: A number of shares, and the day whose shares they are: the trade date.
Traded = tuple[date, int]


class Ratio(NamedTuple):
    """`new` shares for `old` ones: 1 for 25 is the reverse split of September 2002."""

    new: int
    old: int

    def shares(self, count: int) -> int:
        """The count after the split, rounded toward zero: fractional shares are dropped."""
        whole = abs(count) * self.new // self.old
        return whole if count >= 0 else -whole

    def shares_before(self, count: int) -> int:
        """The count before the split, rounded toward zero."""
        return Ratio(self.old, self.new).shares(count)

    def price(self, price: Decimal) -> Decimal:
        """An exercise price after the split, four decimals half-up."""
        return (price * self.old / self.new).quantize(_EXERCISE_STEP, ROUND_HALF_UP)

    def share_price(self, price: Decimal) -> Decimal:
        """A price of common stock after the split, six decimals half-up."""
        return (price * self.old / self.new).quantize(PRICE_STEP, ROUND_HALF_UP)


class StockSplit(NamedTuple):
    """A split by the ratio, effective on the day `on`."""

    on: date
    ratio: Ratio

    def __str__(self) -> str:
        """As a sentence names it: the 1-for-25 split of 2001-11-07."""
        return f"the {self.ratio.new}-for-{self.ratio.old} split of {self.on}"


def combined(ratios: Iterable[Ratio]) -> Ratio:
    """Consecutive splits as one ratio, so that prices are rounded once."""
    new = old = 1
    for ratio in ratios:
        new, old = new * ratio.new, old * ratio.old
    return Ratio(new, old)


def shares_on(day: date, traded: Collection[Traded], splits: Iterable[StockSplit]) -> int:
    """What was traded by a day, in the shares of that day; `splits` in order.

    Each split restates all that was traded before it in new shares and drops the fraction.
    """
    total, since = 0, date.min
    for split in splits:
        if split.on > day:
            break
        total = split.ratio.shares(total + _between(traded, since, split.on))
        since = split.on
    return total + sum(shares for on, shares in traded if since <= on <= day)


def _between(traded: Iterable[Traded], since: date, until: date) -> int:
    return sum(shares for on, shares in traded if since <= on < until)


def price_on(day: date, price: Decimal, since: date, splits: Iterable[StockSplit]) -> Decimal:
    """A price in dollars per share agreed on the day `since`, in the shares of a day."""
    ratios = [split.ratio for split in splits if since < split.on <= day]
    return combined(ratios).share_price(price) if ratios else price


def room(day: date, offered: Traded, sold: Collection[Traded], splits: Sequence[StockSplit]) -> int:
    """The most further shares that can be traded on a day, in its shares.

    Neither on that day nor after any later split may more be sold than was offered; `sold` has
    all standing trades, earlier and later. Negative if more is sold already.
    """
    later = [split for split in splits if split.on > day]
    ends = _ends(later)
    most = shares_on(date.max, [offered], splits)
    for split, eve, end in reversed(list(zip(later, ends, ends[1:], strict=False))):
        after = sum(shares for on, shares in sold if split.on <= on <= end)
        # The largest count that, restated in new shares, leaves room for what came after.
        fits = -(-(most - after + 1) * split.ratio.old // split.ratio.new) - 1
        most = min(shares_on(eve, [offered], splits), fits)
    return most - shares_on(ends[0], sold, splits)


def is_oversold(offered: Traded, sold: Collection[Traded], splits: Sequence[StockSplit]) -> bool:
    """Whether more was sold than offered, before any of the splits or after the last."""
    return any(
        shares_on(end, sold, splits) > shares_on(end, [offered], splits) for end in _ends(splits)
    )


def _ends(splits: Sequence[StockSplit]) -> list[date]:
    """The last day before each split, and the end of time."""
    return [*(split.on - _DAY for split in splits), date.max]
