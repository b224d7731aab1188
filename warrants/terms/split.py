"""What a stock split does to warrants: the issuer's ratio, as the placements count by it."""

from placements.terms.split import Ratio, combined

__all__ = ["Ratio", "combined"]
