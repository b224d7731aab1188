"""Deliveries that failed: those of a sale, and when an undelivered sale falls due now."""

from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from placements.models import DeliveryFailure, Sale


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


def awaiting_redelivery(as_of: date, most: int) -> list[DeliveryFailure]:
    """The last failures by the day of sales that are still to be delivered, by their new day."""
    later = DeliveryFailure.objects.filter(
        sale=OuterRef("sale"), pk__gt=OuterRef("pk"), failed_on__lte=as_of
    )
    rows = DeliveryFailure.objects.filter(
        ~Exists(later), failed_on__lte=as_of, sale__delivery=None, sale__reversal=None
    )
    return list(rows.select_related("sale__agreement").order_by("new_day", "pk")[:most])
