"""Lots as they stood on a day: what many sales come to, without reading them one by one."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from neoequity.books.money import ZERO
from placements.models import Lot, Sale
from placements.selectors.sales import OVERDUE, REVERSED, UNSETTLED, sales_as_of, status_where

#: Settles next, settles late.
WAITING = (UNSETTLED, OVERDUE)


def lots_as_of(as_of: date) -> QuerySet[Any]:
    """Lots traded by the day with the `status` of their sales, as `sales_as_of` gives it."""
    return Lot.objects.filter(trade_date__lte=as_of).annotate(
        status=status_where(
            as_of,
            is_reversed=Q(kind="reversal") | Q(reversed_on__lte=as_of),
            is_settled=Q(delivered_on__lte=as_of),
        )
    )


def sales_in(lots: QuerySet[Any], sales: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the sales that were made as sales of these lots were, found by an index.

    The lots lead to the few rows to look at; what happened to each one the row itself tells.
    """
    made = {name: OuterRef(name) for name in ("placement", "trade_date")}
    return sales.filter(Exists(lots.filter(**made)))


def found_by_status(
    lots: QuerySet[Any], sales: QuerySet[Any], statuses: Collection[str]
) -> QuerySet[Any]:
    """The same sales, of these lots and statuses, looked for where there are only few of them."""
    if statuses and {*statuses} <= {*WAITING}:
        return sales_in(lots, sales)
    if {*statuses} == {REVERSED}:
        reversals = Sale.objects.filter(reverses__isnull=False).order_by()
        return sales.filter(pk__in=reversals.values("pk").union(reversals.values("reverses")))
    return sales


def open_sales(as_of: date) -> QuerySet[Any]:
    """Sales not yet delivered on the day, the next to settle first; adjustments not yet paid last.

    An adjustment has no agreed settlement date.
    """
    waiting = sales_in(open_lots(as_of), sales_as_of(as_of)).filter(status__in=WAITING)
    joined = waiting.select_related("agreement", "placement").prefetch_related("adjusts")
    return joined.order_by(F("settlement_date").asc(nulls_last=True), "pk")


def open_lots(as_of: date) -> QuerySet[Any]:
    """The lots of those sales."""
    return lots_as_of(as_of).filter(status__in=WAITING)


class Unpaid(NamedTuple):
    """Adjustments of commission that are not paid yet; net in dollars, negative to the agent."""

    adjustments: int
    net: Decimal


def unpaid_adjustments(as_of: date) -> Unpaid:
    """What waits on the day besides deliveries; one query."""
    lots = open_lots(as_of).filter(kind="adjustment").order_by()
    found = lots.aggregate(number=Sum("sales", default=0), net=Sum("net", default=ZERO))
    return Unpaid(found["number"], found["net"])
