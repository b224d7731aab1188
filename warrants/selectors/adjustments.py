"""What a stock split does to each holding of the issuer's warrants."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from warrants.models import Split, Warrant
from warrants.selectors.register import Holding, holdings, prices_on


class Adjustment(NamedTuple):
    """One holding after a split: its shares and the exercise price."""

    holding: Holding
    shares: int
    price: Decimal | None
    price_after: Decimal | None


def adjustments(split: Split) -> list[Adjustment]:
    """Every holding on the day before the split, and after it."""
    eve = split.effective_on - timedelta(days=1)
    balances = [row for row in holdings(eve) if row.warrant.issuer_id == split.issuer_id]
    warrants: dict[int, Warrant] = {row.warrant.pk: row.warrant for row in balances}
    prices = prices_on(warrants.values(), eve)
    rows = []
    for row in balances:
        price = prices[row.warrant.pk]
        after = split.ratio.price(price) if price is not None else None
        rows.append(Adjustment(row, split.ratio.shares(row.shares), price, after))
    return rows
