"""Placements as they stood on a day: the last change of each by then, with what was sold."""

from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from placements.models import PlacementEvent, Sale
from placements.models.fields import MoneyField


def placements_as_of(as_of: date, known_at: datetime | None = None) -> QuerySet[PlacementEvent]:
    """One row a placement, in its state of that day, with `shares_then` and `gross_then` sold.

    `pgh_obj_id` is the placement itself.
    """
    changed = Q(status_on__lte=as_of)
    sold = Q(placement=OuterRef("pgh_obj"), trade_date__lte=as_of)
    if known_at is not None:
        changed &= Q(pgh_created_at__lte=known_at)
        sold &= Q(recorded_at__lte=known_at)
    last = PlacementEvent.objects.filter(changed).order_by("pgh_obj_id", "-pgh_id")
    sales = Sale.objects.filter(sold).order_by().values("placement")
    return (
        PlacementEvent.objects.filter(pk__in=last.distinct("pgh_obj_id").values("pk"))
        .annotate(
            shares_then=_total(sales, "shares", BigIntegerField()),
            gross_then=_total(sales, "gross", MoneyField()),
        )
        .annotate(unsold_then=F("shares_offered") - F("shares_then"))
        .select_related("agreement")
        .order_by("agreement__slug", "-number")
    )


def _total(
    sales: QuerySet[Sale, Any], column: str, field: BigIntegerField | MoneyField
) -> Coalesce:
    summed = Subquery(sales.annotate(total=Sum(column)).values("total"))
    return Coalesce(summed, Value(0), output_field=field)
