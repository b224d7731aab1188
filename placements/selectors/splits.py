"""The stock splits that pages restate shares and prices for."""

from datetime import date

from placements.models import Placement, Split
from placements.selectors.counted import Splits
from placements.terms.split import StockSplit


def splits_by(as_of: date) -> Splits:
    """The splits of every issuer by the day; one query."""
    return Split.by_issuer(as_of)


def splits_since_proposal(placement: Placement, splits: Splits) -> list[StockSplit]:
    """The splits since the placement was proposed; none for a draft."""
    since = placement.proposed_on
    own = splits.get(placement.agreement.issuer_id, ())
    return [split for split in own if since is not None and split.on > since]
