"""Aggregates as they stood on a day: totals over many sales without reading each of them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from neoequity.books.money import ZERO
from placements.models import Sale, SaleAggregate
from placements.selectors.sales import OVERDUE, REVERSED, UNSETTLED, sales_as_of, status_where

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from placements.selectors.sales import DatedSale, HasStatus

    DatedAggregate = WithAnnotations[SaleAggregate, HasStatus]

Sales = TypeVar("Sales", bound=QuerySet[Sale])

#: The statuses of sales that await delivery, in time or late.
WAITING = (UNSETTLED, OVERDUE)


def aggregates_as_of(as_of: date) -> "QuerySet[DatedAggregate]":
    """Aggregates traded by the day with the `status` of their sales, as in `sales_as_of`."""
    return SaleAggregate.objects.filter(trade_date__lte=as_of).annotate(
        status=status_where(
            as_of,
            is_reversed=Q(kind="reversal") | Q(reversed_on__lte=as_of),
            is_settled=Q(delivered_on__lte=as_of),
        )
    )


def sales_in(aggregates: QuerySet[SaleAggregate], sales: Sales) -> Sales:
    """The sales with a placement and trade date of these aggregates, found by an index.

    The aggregates narrow down the rows to read; their status is still to be filtered.
    """
    same = {name: OuterRef(name) for name in ("placement", "trade_date")}
    return sales.filter(Exists(aggregates.filter(**same)))


def found_by_status(
    aggregates: QuerySet[SaleAggregate], sales: Sales, statuses: Collection[str]
) -> Sales:
    """The same sales, narrowed down through an index where the statuses leave only a few."""
    if statuses and {*statuses} <= {*WAITING}:
        return sales_in(aggregates, sales)
    if {*statuses} == {REVERSED}:
        reversals = Sale.objects.filter(reverses__isnull=False).order_by()
        return sales.filter(pk__in=reversals.values("pk").union(reversals.values("reverses")))
    return sales


def open_sales(as_of: date) -> "QuerySet[DatedSale]":
    """Sales undelivered on the day, the next to settle first, and then unpaid adjustments.

    An adjustment has no agreed settlement date.
    """
    waiting = sales_in(open_aggregates(as_of), sales_as_of(as_of)).filter(status__in=WAITING)
    joined = waiting.select_related("agreement", "placement").prefetch_related("adjusts")
    return joined.order_by(F("settlement_date").asc(nulls_last=True), "pk")


def open_aggregates(as_of: date) -> "QuerySet[DatedAggregate]":
    """The aggregates of those sales and adjustments."""
    return aggregates_as_of(as_of).filter(status__in=WAITING)


class Unpaid(NamedTuple):
    """Adjustments of commission not yet paid; net in dollars, negative if owed to the agent."""

    adjustments: int
    net: Decimal


def unpaid_adjustments(as_of: date) -> Unpaid:
    """The adjustments unpaid on the day; one query."""
    aggregates = open_aggregates(as_of).filter(kind="adjustment").order_by()
    totals = aggregates.aggregate(number=Sum("sales", default=0), net=Sum("net", default=ZERO))
    return Unpaid(totals["number"], totals["net"])
