"""The stock splits that a page counts after."""

from datetime import date

from placements.models import Placement, Split
from placements.terms.split import StockSplit


def splits_by(as_of: date) -> list[StockSplit]:
    """Those of every issuer by the day, in order; one query."""
    return sorted(split for splits in Split.by_issuer(as_of).values() for split in splits)


def splits_since_proposal(placement: Placement, as_of: date) -> list[StockSplit]:
    """Those that turned what the placement offers into other shares; none for a draft."""
    issuer, since = placement.agreement.issuer_id, placement.proposed_on
    splits = Split.by_issuer(as_of, issuers=[issuer])[issuer]
    return [split for split in splits if since is not None and split.on > since]
