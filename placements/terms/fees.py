"""The agent's commission: by fee tiers on an agreement's cumulative gross (p. S-11), or as stated.

Beside either there may be a second fee, to the cent on each sale.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from neoequity.books.money import CENT, ZERO, cents


class Tier(NamedTuple):
    """`rate` (a fraction: 0.04) on the gross above `above` dollars, up to the next tier."""

    above: Decimal
    rate: Decimal


class Slice(NamedTuple):
    """The dollars of one step that fall in one tier; `amount` = dollars x rate, not rounded."""

    tier: Tier
    ends: Decimal | None
    dollars: Decimal
    amount: Decimal


class FeeSchedule:
    """Tiers in ascending order, the first above $0, so that every gross has a rate."""

    def __init__(self, tiers: Iterable[Tier]) -> None:
        self.tiers = tuple(sorted(tiers))
        starts = [tier.above for tier in self.tiers]
        if not starts or starts[0] != 0 or len(set(starts)) != len(starts):
            raise ValueError("A fee schedule starts above $0 and has each start once.")
        self._ends = (*starts[1:], None)

    def commission(self, gross: Decimal) -> Decimal:
        """C(G): commission in dollars on a cumulative gross >= 0, half-up to the cent."""
        return cents(self.exact(gross))

    def exact(self, gross: Decimal) -> Decimal:
        """C(G) before it is rounded."""
        return sum((part.amount for part in self._slices(ZERO, gross)), ZERO)

    def commission_between(self, before: Decimal, after: Decimal) -> Decimal:
        """C(after) - C(before): what one sale costs, or gives back when it is reversed."""
        return self.commission(after) - self.commission(before)

    def workings(self, before: Decimal, after: Decimal) -> list[Slice]:
        """The tiers in the step from `before` to `after`, with its dollars in each.

        A step down (a reversal) has negative dollars. The amounts add up to
        `commission_between`, except for rounding to the cent.
        """
        if after >= before:
            return self._slices(before, after)
        return [
            part._replace(dollars=-part.dollars, amount=-part.amount)
            for part in self._slices(after, before)
        ]

    def tier_at(self, gross: Decimal) -> Tier:
        """The tier in which the next dollar after `gross` falls."""
        return next(tier for tier in reversed(self.tiers) if tier.above <= gross)

    def next_tier(self, gross: Decimal) -> Tier | None:
        """The tier after the one `gross` is in; None after the last."""
        return next((tier for tier in self.tiers if tier.above > gross), None)

    def _slices(self, low: Decimal, high: Decimal) -> list[Slice]:
        parts = []
        for tier, ends in zip(self.tiers, self._ends, strict=True):
            dollars = (high if ends is None else min(high, ends)) - max(low, tier.above)
            if dollars > 0:
                parts.append(Slice(tier, ends, dollars, dollars * tier.rate))
        return parts


#: The schedule of days on which each sale states its commission: of itself it costs nothing.
AS_STATED = FeeSchedule([Tier(ZERO, ZERO)])


def most_commission(gross: Decimal, maximum_rate: Decimal) -> Decimal:
    """The most that a sale may state, in dollars: the rate on its gross, rounded up to the cent."""
    return (gross * maximum_rate).quantize(CENT, ROUND_CEILING)


def second_fee(gross: Decimal, rate: Decimal | None) -> Decimal | None:
    """The fee beside the commission of a sale, in dollars, half-up to the cent; None without one.

    It does not depend on other sales, so nothing displaces it.
    """
    return None if rate is None else cents(gross * rate)


def expected_fees(
    tiers: Iterable[Tier], maximum_rate: Decimal | None, second_rate: Decimal | None
) -> FeeSchedule:
    """What a further sale is expected to cost at most: every tier, or the maximum, and the second.

    For estimates only: what is posted is calculated, or stated, sale by sale.
    """
    rates = tiers if maximum_rate is None else [Tier(ZERO, maximum_rate)]
    return FeeSchedule(Tier(tier.above, tier.rate + (second_rate or ZERO)) for tier in rates)
