"""Nasdaq's 20% rule: shares that may be sold at a discount without stockholders (p. S-8).

It covers issues below the greater of book value and market value. Which placements count is a
person's decision, made elsewhere.
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple


class Use(NamedTuple):
    """Shares allowed and used; `allowed` is None if the count before is not available."""

    allowed: int | None
    sold: int
    unsold: int

    @property
    def used(self) -> int:
        """Shares sold and offered by the placements that count."""
        return self.sold + self.unsold

    @property
    def left(self) -> int | None:
        """Shares allowed less those used. Can be negative; None if not available."""
        return None if self.allowed is None else self.allowed - self.used


def most_without_approval(outstanding_before: int, rate: Decimal) -> int:
    """The most shares that may be issued without approval: the last below `rate` of the count.

    `outstanding_before` is the count before the transaction, `rate` a fraction (0.20). "20% or
    more" needs consent (p. S-8): 4,385,474 of 21,927,372, whose 20% is 4,385,474.4; and one less
    than 20% where that is a whole number. 0 if there are no shares.
    """
    return max(ceil(outstanding_before * Fraction(rate)) - 1, 0)


def use(outstanding_before: int | None, rate: Decimal | None, sold: int, unsold: int) -> Use:
    """What the placements that count use of it; all shares in the shares of one day."""
    allowed = None
    if outstanding_before is not None and rate is not None:
        allowed = most_without_approval(outstanding_before, rate)
    return Use(allowed, sold, unsold)
