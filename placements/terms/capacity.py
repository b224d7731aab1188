"""An agreement's capacity: settled, unsettled, reserved and free, in dollars and percent."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, gross_of


class Capacity(NamedTuple):
    """`limit` in dollars of gross; sold = settled + unsettled; `reserved` for open placements.

    Of an agreement that has `ended` nothing is left to sell, whatever its limit was.
    """

    limit: Decimal
    settled: Decimal = ZERO
    unsettled: Decimal = ZERO
    reserved: Decimal = ZERO
    ended: bool = False

    @property
    def sold(self) -> Decimal:
        """Gross sold, settled or not."""
        return self.settled + self.unsettled

    @property
    def remaining(self) -> Decimal:
        """Remaining capacity: limit - sold; none after the end."""
        return ZERO if self.ended else self.limit - self.sold

    @property
    def lapsed(self) -> Decimal:
        """What was not sold when the agreement ended: limit - sold; none while it runs."""
        return self.limit - self.sold if self.ended else ZERO

    @property
    def free(self) -> Decimal:
        """What is neither sold nor reserved: limit - sold - reserved. Can be negative."""
        return self.remaining - self.reserved

    def percent(self, part: Decimal) -> Decimal:
        """`part` as a percentage of the limit, rounded half-up to one decimal."""
        return (100 * part / self.limit).quantize(Decimal("0.1"), ROUND_HALF_UP)


def reservation(shares: int, minimum: Decimal | None, expected: Decimal | None) -> Decimal:
    """Dollars that unsold `shares` of an accepted placement reserve, half-up to the cent.

    At the minimum price (p. S-11), or at the expected one where no minimum was agreed. Shares and
    price must be in the shares of the same day. Never negative: before a reversal takes effect,
    more may have been sold than was offered.
    """
    price = expected if minimum is None else minimum
    return gross_of(max(shares, 0), price or ZERO)
