"""Proceeds by month: what was sold by trade date, less what was reversed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet, Sum
from django.db.models.functions import TruncMonth

from neoequity.books.days import on_page
from neoequity.books.money import ZERO, average_price
from placements.models import DayTotal
from placements.selectors.counted import Splits, shares_of_sales_by
from placements.selectors.sales import sales_as_of

_SUMS = {f"{name}_sum": Sum(name) for name in ("shares", "gross", "commission", "net")}


class Month(NamedTuple):
    """What a month, or several that are told together, added: shares of the last day, dollars.

    `is_earlier` are months before the first that is told alone.
    """

    starts_on: date
    shares: int
    gross: Decimal
    commission: Decimal
    net: Decimal
    is_earlier: bool = False

    @property
    def name(self) -> str:
        """What its line is called: October 2001."""
        return "Earlier in the period" if self.is_earlier else on_page(f"{self.starts_on:%Y-%m}")

    @property
    def average_price(self) -> Decimal | None:
        """Gross / shares, in dollars; None where no more was sold than taken back."""
        return average_price(self.gross, self.shares) if self.shares > 0 else None


def months_sold(
    agreements: Sequence[int], since: date, as_of: date, known_at: Any, splits: Splits
) -> list[Month]:
    """The months of a period with entries; one query, or two after a split."""
    sales = sales_as_of(as_of, known_at).filter(agreement__in=agreements, trade_date__gte=since)
    if known_at is None:
        days = DayTotal.objects.filter(agreement__in=agreements, day__range=(since, as_of))
        rows = _by_month(days, "day")
    else:
        rows = _by_month(sales, "trade_date")
    by_month = sales.annotate(month=TruncMonth("trade_date", output_field=DateField()))
    counted = shares_of_sales_by(("month",), as_of, by_month, splits)
    return [
        Month(
            row["month"],
            row["shares_sum"] if counted is None else counted.get((row["month"],), 0),
            *(row[f"{name}_sum"] for name in ("gross", "commission", "net")),
        )
        for row in rows
        if row["shares_sum"] or row["gross_sum"] or row["commission_sum"]
    ]


def shortened(months: Sequence[Month], most: int) -> list[Month]:
    """At most so many lines: the latest months, and all before them in one line."""
    if len(months) <= most:
        return list(months)
    cut = len(months) - most + 1
    return [_together(months[:cut]), *months[cut:]]


def _together(months: Sequence[Month]) -> Month:
    return Month(
        months[0].starts_on,
        sum(each.shares for each in months),
        _sum(each.gross for each in months),
        _sum(each.commission for each in months),
        _sum(each.net for each in months),
        is_earlier=True,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _by_month(rows: "QuerySet[Any]", day: str) -> "QuerySet[Any, dict[str, Any]]":
    months: QuerySet[Any] = rows.annotate(month=TruncMonth(day, output_field=DateField()))
    summed: QuerySet[Any, dict[str, Any]]
    summed = months.order_by().values("month").annotate(**_SUMS).order_by("month")
    return summed
