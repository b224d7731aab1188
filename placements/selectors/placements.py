"""Placements as they stood on a day: the last change of each by then, with what was sold."""

from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from placements.models import Lot, PlacementEvent, Sale
from placements.models.fields import MoneyField


def placements_as_of(as_of: date, known_at: datetime | None = None) -> QuerySet[PlacementEvent]:
    """One row a placement, in its state of that day, with `shares_then` and `gross_then` sold.

    `pgh_obj_id` is the placement itself. What was sold by then is today's total less what came
    after, counted in lots; for an earlier moment sale by sale, and those recorded since are few.
    """
    changed, later = Q(status_on__lte=as_of), Q(trade_date__gt=as_of)
    if known_at is not None:
        changed &= Q(pgh_created_at__lte=known_at)
        later |= Q(recorded_at__gt=known_at)
    last = PlacementEvent.objects.filter(changed).order_by("pgh_obj_id", "-pgh_id")
    rows = (Lot if known_at is None else Sale).objects.filter(later)
    after = rows.filter(placement=OuterRef("pgh_obj")).order_by()
    return (
        PlacementEvent.objects.filter(pk__in=last.distinct("pgh_obj_id").values("pk"))
        .annotate(
            shares_then=F("pgh_obj__shares_sold") - _total(after, "shares", BigIntegerField()),
            gross_then=F("pgh_obj__gross_sold") - _total(after, "gross", MoneyField()),
        )
        .annotate(unsold_then=F("shares_offered") - F("shares_then"))
        .select_related("agreement")
        .order_by("agreement__slug", "-number")
    )


def _total(rows: QuerySet[Any], column: str, field: BigIntegerField | MoneyField) -> Coalesce:
    summed = Subquery(rows.values("placement").annotate(total=Sum(column)).values("total"))
    return Coalesce(summed, Value(0), output_field=field)
