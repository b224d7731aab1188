"""What an agreement has left: four parts of one limit, in dollars and as shares of it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, gross_of


class Capacity(NamedTuple):
    """`limit` in dollars of gross; sold = settled + unsettled; `reserved` for open placements."""

    limit: Decimal
    settled: Decimal = ZERO
    unsettled: Decimal = ZERO
    reserved: Decimal = ZERO

    @property
    def sold(self) -> Decimal:
        """Gross sold, settled or not."""
        return self.settled + self.unsettled

    @property
    def remaining(self) -> Decimal:
        """What can still be sold: limit - sold."""
        return self.limit - self.sold

    @property
    def free(self) -> Decimal:
        """What no open placement needs: limit - sold - reserved. Can be negative."""
        return self.remaining - self.reserved

    def percent(self, part: Decimal) -> Decimal:
        """`part` as percent of the limit, one decimal half-up."""
        return (100 * part / self.limit).quantize(Decimal("0.1"), ROUND_HALF_UP)


def reservation(shares: int, minimum: Decimal | None, expected: Decimal | None) -> Decimal:
    """Dollars that unsold `shares` of an accepted placement hold back, half-up to the cent.

    At the minimum price (p. S-11), or at the expected one where no minimum was agreed. Shares and
    price count the shares of one day. Never negative: on a day before a reversal took effect more
    may have been sold than was offered.
    """
    price = expected if minimum is None else minimum
    return gross_of(max(shares, 0), price or ZERO)
