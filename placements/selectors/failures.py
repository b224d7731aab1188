"""Deliveries that failed: those of a sale, and when an undelivered sale falls due now."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from placements.models import DeliveryFailure, Sale
from placements.selectors.sale_aggregates import WAITING
from placements.selectors.sales import sales_as_of

if TYPE_CHECKING:
    from placements.selectors.sales import DatedSale


def failures_of(sale: Sale, as_of: date) -> QuerySet[DeliveryFailure]:
    """The failed deliveries of a sale by the day, the first first."""
    rows = DeliveryFailure.objects.filter(sale=sale, failed_on__lte=as_of)
    return rows.select_related("recorded_by").order_by("pk")


def with_due_day(sales: QuerySet[Sale], as_of: date) -> QuerySet[Any]:
    """The sales with `due_on`: the new day of the last failure by the day, else the settlement's.

    `failed_on` is the day of that failure, None without one. A delivered or reversed sale keeps
    the day on which it was due last.
    """
    failed = DeliveryFailure.objects.filter(sale=OuterRef("pk"), failed_on__lte=as_of)
    last = failed.order_by("-pk")[:1]
    return sales.annotate(
        failed_on=Subquery(last.values("failed_on"), output_field=DateField()),
        due_on=Coalesce(
            Subquery(last.values("new_day")), F("settlement_date"), output_field=DateField()
        ),
    )


def failed_sales(as_of: date) -> "QuerySet[DatedSale]":
    """Sales undelivered on the day whose delivery failed by then, the next to fall due again first.

    Each has the figures of `with_due_day`.
    """
    failed = DeliveryFailure.objects.filter(failed_on__lte=as_of).order_by()
    waiting = sales_as_of(as_of).filter(status__in=WAITING, pk__in=failed.values("sale"))
    joined = with_due_day(waiting, as_of).select_related("agreement", "placement")
    return joined.order_by("due_on", "pk")


def last_failures(sales: Collection[Sale], as_of: date) -> dict[int, DeliveryFailure]:
    """The last failure by the day of each of these sales, by the sale's key; one query."""
    rows = DeliveryFailure.objects.filter(sale__in=sales, failed_on__lte=as_of)
    return {row.sale_id: row for row in rows.order_by("pk")}


def awaiting_redelivery(as_of: date, most: int) -> list[DeliveryFailure]:
    """The last failures by the day of sales that are still to be delivered, by their new day."""
    later = DeliveryFailure.objects.filter(
        sale=OuterRef("sale"), pk__gt=OuterRef("pk"), failed_on__lte=as_of
    )
    rows = DeliveryFailure.objects.filter(
        ~Exists(later), failed_on__lte=as_of, sale__delivery=None, sale__reversal=None
    )
    return list(rows.select_related("sale__agreement").order_by("new_day", "pk")[:most])
