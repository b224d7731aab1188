"""SQL for the ratio of an issuer's stock splits between two days, as the placements have it."""

from placements.models.ratio import ratio

__all__ = ["ratio"]
