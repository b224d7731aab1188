"""What the market can take: average daily volume, and the trading days a sale needs (p. S-10)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from placements.terms.split import StockSplit, combined


class Average(NamedTuple):
    """Average daily volume in shares, rounded down, over `days` days from `first` to `last`."""

    shares: int
    days: int
    first: date
    last: date


def average_volume(
    volumes: Iterable[tuple[date, int | None]],
    day: date,
    most_days: int,
    splits: Sequence[StockSplit] = (),
) -> Average | None:
    """The average of the last days with a volume, at most `most_days` of them, up to `day`.

    In the shares of `day`: volumes before a split are restated. Days without a volume (None) do
    not count. None if there is no volume.
    """
    known = sorted((on, traded) for on, traded in volumes if traded is not None and on <= day)
    last = known[-most_days:] if most_days > 0 else []
    if not last:
        return None
    total = sum(
        (_restated(traded, on, day, splits) for on, traded in last),
        Fraction(0),
    )
    return Average(floor(total / len(last)), len(last), last[0][0], last[-1][0])


def most_a_day(average: int, participation: Decimal) -> int:
    """Shares that may be sold a day: the participation (0.20) of the average, rounded down."""
    return floor(average * Fraction(participation))


def days_needed(shares: int, average: int, participation: Decimal) -> int | None:
    """Trading days needed to sell shares, each day no more than `most_a_day`.

    949,710 shares at 20% of 100,000 a day (p. S-10) need 48. None if nothing can be sold a day.
    """
    daily = most_a_day(average, participation)
    return -(-shares // daily) if daily > 0 else None


def _restated(traded: int, on: date, day: date, splits: Iterable[StockSplit]) -> Fraction:
    ratio = combined(split.ratio for split in splits if on < split.on <= day)
    return Fraction(traded * ratio.new, ratio.old)
