"""What a stock split does to warrants: the issuer's ratio, as the placements count by it."""

from collections.abc import Iterable

from placements.terms.split import Ratio, combined

__all__ = ["Ratio", "combined", "through"]


def through(count: int, ratios: Iterable[Ratio]) -> int:
    """The count after several splits, one after another; each drops its fraction.

    A negative count, that of a reversal, is as large as the positive one.
    """
    for ratio in ratios:
        count = ratio.shares(count)
    return count
