"""What a stock split does to warrant counts, by the same ratios as the placements."""

from collections.abc import Iterable

from placements.terms.split import Ratio, combined

__all__ = ["Ratio", "combined", "through"]


def through(count: int, ratios: Iterable[Ratio]) -> int:
    """The count after several splits in order; each drops its fraction.

    A negative count, as of a reversal, has the same size as the positive one.
    """
    for ratio in ratios:
        count = ratio.shares(count)
    return count
