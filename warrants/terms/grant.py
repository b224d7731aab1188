"""How many warrants the agent earns on its sales, and at what exercise price (p. S-11)."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

EXERCISE_STEP = Decimal("0.0001")


class Grant(NamedTuple):
    """The warrant's `shares`, rounded down, and its `exercise_price` in dollars per share."""

    shares: int
    exercise_price: Decimal


class Part(NamedTuple):
    """Sales at the same rates: `shares` in shares of the warrant's day, `gross` in dollars."""

    shares: int
    gross: Decimal
    coverage_rate: Decimal
    strike_rate: Decimal


def grant(shares_sold: int, gross: Decimal, coverage_rate: Decimal, strike_rate: Decimal) -> Grant:
    """The warrant on `shares_sold` for `gross` dollars at one pair of rates (p. S-11, S-12)."""
    return grant_on([Part(shares_sold, gross, coverage_rate, strike_rate)])


def grant_on(parts: Iterable[Part]) -> Grant:
    """The warrant earned by all these sales (p. S-11, S-12).

    Coverage is rounded down once, over all parts, because the NASD allows no more. The price is
    the sum of strike rate times gross, divided by the shares sold; with a single rate that is the
    strike rate times the volume-weighted average price. Four decimals, half-up.
    """
    parts = list(parts)
    sold = sum(part.shares for part in parts)
    if sold <= 0:
        return Grant(0, Decimal(0))
    earned = sum((part.coverage_rate * part.shares for part in parts), Decimal(0))
    struck = sum((part.strike_rate * part.gross for part in parts), Decimal(0))
    return Grant(_whole(earned), to_exercise_step(struck / sold))


def covered(shares_sold: int, rate: Decimal) -> int:
    """`rate` of the shares sold, rounded down: the coverage, and the NASD's limit (p. S-12)."""
    return _whole(rate * shares_sold)


def _whole(count: Decimal) -> int:
    return int(count.to_integral_value(ROUND_FLOOR))


def to_exercise_step(price: Decimal) -> Decimal:
    """Four decimals, half-up."""
    return price.quantize(EXERCISE_STEP, ROUND_HALF_UP)
