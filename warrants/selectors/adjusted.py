"""Share counts as they read after stock splits; what was sold stays as it was traded."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from placements.models import Agreement, DayTotal
from placements.terms.money import average_price
from warrants.models import Split


class Adjusted(NamedTuple):
    """Shares sold in the shares of a day, fractions dropped, and the average price so counted.

    `splits` are those by then; sales count each one that came after their trade date.
    """

    shares: int
    average_price: Decimal | None
    splits: tuple[Split, ...]


def adjusted_sales(agreement: Agreement, as_of: date) -> Adjusted | None:
    """What the agreement sold, counted after the splits by the day; None when there was none."""
    splits = tuple(Split.objects.filter(issuer=agreement.issuer_id, effective_on__lte=as_of))
    if not splits:
        return None
    shares, gross = Fraction(0), Decimal(0)
    days = DayTotal.objects.filter(agreement=agreement, day__lte=as_of)
    for day, count, amount in days.values_list("day", "shares", "gross"):
        ratio = Split.joined(split for split in splits if split.effective_on > day)
        shares += Fraction(count * ratio.new, ratio.old)
        gross += amount
    whole = int(shares)
    return Adjusted(whole, average_price(gross, whole), splits)
