"""How many warrants the agent earns on a placement, and at what exercise price (p. S-11)."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

EXERCISE_STEP = Decimal("0.0001")


class Grant(NamedTuple):
    """`shares` that the warrant is for, rounded down; `exercise_price` in dollars a share."""

    shares: int
    exercise_price: Decimal


def grant(shares_sold: int, gross: Decimal, coverage_rate: Decimal, strike_rate: Decimal) -> Grant:
    """The warrant on `shares_sold` for `gross` dollars (p. S-11, S-12).

    Coverage is rounded down, for the NASD allows no more; the price is the strike rate times the
    volume-weighted average, taken from the gross, to four decimals half-up.
    """
    if shares_sold <= 0:
        return Grant(0, Decimal(0))
    average_times_rate = strike_rate * gross / shares_sold
    return Grant(covered(shares_sold, coverage_rate), to_exercise_step(average_times_rate))


def covered(shares_sold: int, rate: Decimal) -> int:
    """`rate` of the shares sold, rounded down: the coverage, and the NASD's limit (p. S-12)."""
    return int((rate * shares_sold).to_integral_value(ROUND_FLOOR))


def to_exercise_step(price: Decimal) -> Decimal:
    """Four decimals, half-up."""
    return price.quantize(EXERCISE_STEP, ROUND_HALF_UP)
