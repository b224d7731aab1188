"""What the agent's warrants count for as compensation, by a named and versioned method (p. S-12).

The prospectus names the limit of 8% and leaves the method to the NASD's Corporate Finance
Department. The text then in force could not be read: both methods are from memory of the NASD's
rule on corporate financing, not confirmed, and the meter shows which one it used.
"""

from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, cents

_WORTH_ABOVE_OFFER = Decimal("0.65")


class Inputs(NamedTuple):
    """`strike_rate` is X / P, exercise price to offering price; `coverage_rate` warrants / shares.

    Both are fractions: 1.30 and 0.10 by the agreement (p. S-11).
    """

    strike_rate: Decimal
    coverage_rate: Decimal


class Method(NamedTuple):
    """A method of valuing warrants; a change of its calculation is a new version.

    `floor` is the least share of the proceeds per warrant per share, a fraction: 0.2, that is 0.2%
    of the proceeds for each 1% of warrants. None: no floor but nothing.
    """

    name: str
    version: int
    formula: str
    floor: Decimal | None

    def __str__(self) -> str:
        """As a column of an export names it: nasd-formula-floor v1."""
        return f"{self.name} v{self.version}"

    def share(self, of: Inputs) -> Decimal:
        """The value as a fraction of the gross proceeds, not rounded and never negative.

        ((0.65 P - (X - P)) / 2) / P x (warrants / shares): at 10% and X = 1.3 P 0.0175.
        """
        worth = (_WORTH_ABOVE_OFFER - (of.strike_rate - 1)) / 2 * of.coverage_rate
        least = ZERO if self.floor is None else self.floor * of.coverage_rate
        return max(worth, least)

    def value(self, gross: Decimal, of: Inputs) -> Decimal:
        """The value in dollars of the warrants on sales for `gross`, half-up to the cent."""
        return cents(gross * self.share(of))


_FORMULA = "((0.65 P − (X − P)) / 2) / P × (warrants / shares)"

FORMULA = Method("nasd-formula", 1, _FORMULA, None)
WITH_FLOOR = Method(
    "nasd-formula-floor",
    1,
    f"{_FORMULA}, at least 0.2% of proceeds per 1% of warrants",
    Decimal("0.2"),
)
#: Every method by the name that `str` gives it; a version that was used once stays.
METHODS = {str(method): method for method in (WITH_FLOOR, FORMULA)}


def inputs(price: Decimal, exercise_price: Decimal, warrants: int, shares: int) -> Inputs:
    """The inputs of one grant: offering and exercise price in dollars per share, and the counts.

    Raises ValueError without a price or without shares: nothing sold has no value to compare.
    """
    if price <= 0 or shares <= 0:
        raise ValueError("Warrants are valued against shares sold at a price.")
    return Inputs(exercise_price / price, Decimal(warrants) / shares)
