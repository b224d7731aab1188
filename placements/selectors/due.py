"""What is to settle: undelivered sales summed by day and agreement, the next first."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Sum

from placements.selectors.counted import shares_by
from placements.selectors.known import agreement_names
from placements.selectors.lots import open_lots
from placements.terms.money import ZERO


class Due(NamedTuple):
    """The sales of one agreement that settle on one day, in shares of today; net in dollars."""

    day: date
    slug: str
    agreement: str
    sales: int
    shares: int
    net: Decimal
    overdue: bool


class Unpaid(NamedTuple):
    """Adjustments of commission that are not paid yet; net in dollars, negative to the agent."""

    count: int
    net: Decimal


def adjustments_due(as_of: date) -> Unpaid:
    """What waits besides deliveries; one query."""
    lots = open_lots(as_of).filter(kind="adjustment").order_by()
    return Unpaid(**lots.aggregate(count=Sum("sales", default=0), net=Sum("net", default=ZERO)))


def settlements_due(as_of: date) -> list[Due]:
    """One row a settlement date and agreement, the earliest first.

    Three queries, or four after a split.
    """
    names = agreement_names(as_of)
    lots = open_lots(as_of).filter(kind="sale")
    shares = shares_by(("settlement_date", "agreement__slug"), as_of, lots)
    rows = (
        lots.values("agreement_id", day=F("settlement_date"), slug=F("agreement__slug"))
        .annotate(sales_sum=Sum("sales"), shares_sum=Sum("shares"), net_sum=Sum("net"))
        .order_by("settlement_date", "agreement__slug")
    )
    return [
        Due(
            day=row["day"],
            slug=row["slug"],
            agreement=names[row["agreement_id"]],
            sales=row["sales_sum"],
            shares=row["shares_sum"] if shares is None else shares[row["day"], row["slug"]],
            net=row["net_sum"],
            overdue=row["day"] < as_of,
        )
        for row in rows
    ]
