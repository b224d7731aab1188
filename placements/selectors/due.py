"""Settlements due: undelivered sales summed by day and agreement, the earliest first."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Sum

from placements.selectors.counted import Splits, shares_by
from placements.selectors.sale_aggregates import open_aggregates


class Due(NamedTuple):
    """The sales of one agreement that settle on one day; net in dollars."""

    day: date
    slug: str
    agreement: str
    sales: int
    shares: int
    net: Decimal
    overdue: bool


def settlements_due(as_of: date, names: Mapping[int, str], splits: Splits) -> list[Due]:
    """One row per settlement date and agreement, the earliest first.

    `names` (by the key of the agreement) and `splits` are those of the day. One query, or two
    after a split.
    """
    aggregates = open_aggregates(as_of).filter(kind="sale")
    shares = shares_by(("settlement_date", "agreement__slug"), as_of, aggregates, splits)
    rows = (
        aggregates.values("agreement_id", day=F("settlement_date"), slug=F("agreement__slug"))
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
