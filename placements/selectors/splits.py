"""The stock splits that a page counts after."""

from datetime import date

from placements.models import Placement, Split
from placements.selectors.counted import Splits
from placements.terms.split import StockSplit


def splits_by(as_of: date) -> Splits:
    """Those of every issuer by the day; one query."""
    return Split.by_issuer(as_of)


def splits_since_proposal(placement: Placement, splits: Splits) -> list[StockSplit]:
    """Those that turned what the placement offers into other shares; none for a draft."""
    since = placement.proposed_on
    own = splits.get(placement.agreement.issuer_id, ())
    return [split for split in own if since is not None and split.on > since]
