"""The status history of a placement: every move, its day, and who made it."""

from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model

from placements.models import Placement, PlacementEvent
from placements.terms.lifecycle import MOVES, Status


class StatusChange(NamedTuple):
    """One step: what was done ("accepted"), on which day, recorded when and by whom."""

    done: str
    status: str
    on: date
    recorded_at: datetime
    by: str
    note: str


_RESUMED = (Status.SUSPENDED, MOVES["resume"].target)


def life_of(placement: Placement, as_of: date) -> list[StatusChange]:
    """The steps up to the day, the latest first; two queries."""
    events = PlacementEvent.objects.filter(pgh_obj=placement, status_on__lte=as_of)
    rows = list(events.select_related("status_by", "pgh_context").order_by("pgh_id"))
    names = _names(rows)
    steps, before = [], ""
    for row in rows:
        by = names.get(_actor(row)) or str(row.status_by)
        note = row.status_note if row.status != before else ""
        steps.append(
            StatusChange(
                _verb(before, row.status), row.status, row.status_on, row.pgh_created_at, by, note
            )
        )
        before = row.status
    return steps[::-1]


def _verb(before: str, after: str) -> str:
    if not before:
        return "drafted"
    if before == after:
        return "revised"
    return "resumed" if (before, after) == _RESUMED else after


def _actor(row: PlacementEvent) -> int | None:
    return row.pgh_context.metadata.get("user") if row.pgh_context else None


def _names(rows: list[PlacementEvent]) -> dict[int | None, str]:
    people = get_user_model().objects.filter(pk__in={_actor(row) for row in rows} - {None})
    return {person.pk: str(person) for person in people}
