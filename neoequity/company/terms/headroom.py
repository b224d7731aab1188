"""Authorized shares that nothing claims yet, and what still fits into them (p. S-9, S-13)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

_PRICE_STEP = Decimal("0.0001")


class Headroom(NamedTuple):
    """Authorized shares and the claims on them, all in the shares of one day.

    `overhang` is options and warrants in somebody's hands; `unsettled` shares sold and not yet
    issued; `earned` the warrants earned on sales, settled or not, that are not issued. None
    stands for a figure that is not available.
    """

    authorized: int | None
    outstanding: int | None
    overhang: int | None
    unsettled: int = 0
    earned: int = 0

    @property
    def left(self) -> int | None:
        """Authorized shares less every claim: 19,478,751 on Oct 26, 2001. Can be negative.

        None if a figure is not available.
        """
        if self.authorized is None or self.outstanding is None or self.overhang is None:
            return None
        return self.authorized - self.outstanding - self.overhang - self.unsettled - self.earned


class ToSell(NamedTuple):
    """Gross in dollars that an agreement may still sell, and its warrant coverage (0.10)."""

    gross: Decimal
    coverage: Decimal = Decimal(0)


def run_out_below(agreements: Iterable[ToSell], left: int | None) -> Decimal | None:
    """The average price per share below which shares run out before the agreements' dollars.

    The sum of gross x (1 + coverage) / shares left, in dollars, rounded up to four decimals:
    just below the exact figure shares run out first, so the last four-decimal price at which
    they do is below the result. $33,400,000 x 1.1 / 19,478,751 is $1.8862. None if what is left
    is not available, or is nothing: then no price is high enough.
    """
    if left is None or left <= 0:
        return None
    claimed = sum(
        (Fraction(each.gross) * (1 + Fraction(each.coverage)) for each in agreements), Fraction(0)
    )
    return ceil(claimed / left / Fraction(_PRICE_STEP)) * _PRICE_STEP


def most_shares(left: int, coverage: Decimal, sold: int = 0) -> int:
    """The most shares that can be sold, with their warrants, in what is left.

    The largest n with n + floor(n x coverage) <= left: the warrants are rounded down (p. S-12).
    `sold` are shares already sold under the same warrant, whose fraction then counts. 0 if none
    fits.
    """
    rate = Fraction(coverage)
    # n + floor(n x rate) <= room exactly if n x (1 + rate) < room + 1.
    room = left + sold + floor(sold * rate)
    return max(ceil((room + 1) / (1 + rate)) - 1 - sold, 0)
