"""Holders and groups against a threshold: 15% of Delaware 203 (p. S-14), 20% of the rights plan.

"15% or more of the corporation's voting stock" (p. S-14) and "20% or more of the outstanding
shares" (p. S-10) are reached with equality.
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

_RATE_STEP = Decimal("0.000001")


class Reach(StrEnum):
    """How far a holder is: with what it holds, only with what it could acquire, or below."""

    HELD = "held"
    AS_EXERCISED = "as exercised"
    BELOW = "below"
    UNKNOWN = "not available"


class Holding(NamedTuple):
    """What a holder or a group has, in the shares of the day; None is not available.

    `acquirable` shares come with all its options and warrants, `within_60_days` of them at its
    own choice within 60 days (p. S-10). Where a document states only a percentage, there are no
    shares, and `stated_rate` is that fraction: 0.116 for the directors and officers (p. S-10).
    """

    held: int | None = None
    acquirable: int | None = None
    within_60_days: int | None = None
    stated_rate: Decimal | None = None


class Left(NamedTuple):
    """Shares a holder may still get and stay below a threshold; one more reaches it.

    `existing` if others sell them to it, `new` if the issuer issues them, which enlarges the
    count, too. Both are 0 where the threshold is reached.
    """

    existing: int
    new: int


class Standing(NamedTuple):
    """A holding against one threshold, of `held` shares and as if all of it were exercised.

    Rates are fractions with six decimals half-up, for show: `reach` compares exact figures. None
    stands for what is not available.
    """

    reach: Reach
    held_rate: Decimal | None
    as_exercised_rate: Decimal | None
    within_60_days_rate: Decimal | None
    left_held: Left | None
    left_as_exercised: Left | None


def standing(holding: Holding, outstanding: int | None, threshold: Decimal) -> Standing:
    """Where a holding stands, of `outstanding` shares; `threshold` is a fraction (0.15).

    As exercised is (held + acquirable) / (outstanding + acquirable): 5,077,243 of 26,360,917.
    Shares within 60 days are a fraction of those outstanding, as p. S-10 has them (0.8%). A
    stated percentage is compared as it is printed. Raises ValueError as `shares_left` does.
    """
    held, acquirable, soon = holding.held, holding.acquirable, holding.within_60_days
    if held is None or not outstanding:
        rate = holding.stated_rate
        return Standing(_stated_reach(rate, threshold), rate, None, None, None, None)
    all_of_it = None if acquirable is None else (held + acquirable, outstanding + acquirable)
    return Standing(
        _reach((held, outstanding), all_of_it, threshold),
        _rate(held, outstanding),
        None if all_of_it is None else _rate(*all_of_it),
        None if soon is None else _rate(soon, outstanding),
        shares_left(held, outstanding, threshold),
        None if all_of_it is None else shares_left(*all_of_it, threshold),
    )


def reaches(held: int, outstanding: int, threshold: Decimal) -> bool:
    """Whether `held` of `outstanding` shares are the threshold's fraction or more, exactly."""
    return held >= outstanding * Fraction(threshold)


def shares_left(held: int, outstanding: int, threshold: Decimal) -> Left:
    """The most further shares with which a holder stays below the threshold.

    Raises ValueError unless the threshold lies between 0 and 1.
    """
    if not 0 < threshold < 1:
        raise ValueError(f"A threshold must be more than 0% and less than 100%, not {threshold}.")
    rate = Fraction(threshold)
    short = outstanding * rate - held
    # New shares count in both: held + n < rate x (outstanding + n), so n < short / (1 - rate).
    return Left(max(ceil(short) - 1, 0), max(ceil(short / (1 - rate)) - 1, 0))


def _stated_reach(rate: Decimal | None, threshold: Decimal) -> Reach:
    if rate is None:
        return Reach.UNKNOWN
    return Reach.HELD if rate >= threshold else Reach.BELOW


def _reach(
    held: tuple[int, int], as_exercised: tuple[int, int] | None, threshold: Decimal
) -> Reach:
    if reaches(*held, threshold):
        return Reach.HELD
    if as_exercised is None:
        return Reach.UNKNOWN
    return Reach.AS_EXERCISED if reaches(*as_exercised, threshold) else Reach.BELOW


def _rate(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(_RATE_STEP, ROUND_HALF_UP)
