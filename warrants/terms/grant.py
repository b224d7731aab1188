"""How many warrants the agent earns on its sales, and at what exercise price (p. S-11)."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

EXERCISE_STEP = Decimal("0.0001")


class Grant(NamedTuple):
    """`shares` that the warrant is for, rounded down; `exercise_price` in dollars a share."""

    shares: int
    exercise_price: Decimal


class Part(NamedTuple):
    """Sales at the same rates: `shares` in those of the warrant's day, `gross` in dollars."""

    shares: int
    gross: Decimal
    coverage_rate: Decimal
    strike_rate: Decimal


def grant(shares_sold: int, gross: Decimal, coverage_rate: Decimal, strike_rate: Decimal) -> Grant:
    """The warrant on `shares_sold` for `gross` dollars, all at the same rates (p. S-11, S-12)."""
    return grant_on([Part(shares_sold, gross, coverage_rate, strike_rate)])


def grant_on(parts: Iterable[Part]) -> Grant:
    """The warrant on all these sales (p. S-11, S-12).

    Coverage is rounded down, once for all of them, for the NASD allows no more. The price is the
    sum of each strike rate times its gross, divided by the shares: the strike rate times the
    volume-weighted average where there is one rate. Four decimals, half-up.
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
