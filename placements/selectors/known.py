"""What the terms of an agreement were known to be at a moment, from its history."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from placements.models import AgreementEvent
from placements.models.fields import MoneyField


def agreements_known_at(known_at: datetime) -> dict[int, AgreementEvent]:
    """The last change of each agreement by then; one that was not yet there is missing."""
    changes = AgreementEvent.objects.filter(pgh_created_at__lte=known_at)
    last = changes.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in last.select_related("issuer", "shelf")}


def capacity_known_at(known_at: datetime, agreement_id: str) -> Subquery:
    """The capacity in dollars of the agreement that the column `agreement_id` points to."""
    changes = AgreementEvent.objects.filter(
        pgh_obj=OuterRef(agreement_id), pgh_created_at__lte=known_at
    )
    last = changes.order_by("-pgh_id").values("capacity")[:1]
    return Subquery(last, output_field=MoneyField())
