"""When placements were suspended, from the history of their moves."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from placements.models import Placement, PlacementEvent
from placements.terms.lifecycle import Status, Suspension


def moves_of(placements: QuerySet[Placement]) -> QuerySet[PlacementEvent, Any]:
    """The question for the moves of these placements, for `past_suspensions`."""
    events = PlacementEvent.objects.filter(pgh_obj__in=placements).order_by("pgh_obj", "pgh_id")
    moves: QuerySet[PlacementEvent, Any] = events.values_list("pgh_obj_id", "status", "status_on")
    return moves


def past_suspensions(moves: Iterable[Any]) -> dict[int, list[Suspension]]:
    """Past suspensions by the key of the placement, from rows that `moves_of` asks for."""
    suspensions: dict[int, list[Suspension]] = defaultdict(list)
    since = None
    for key, status, day in moves:
        if status == Status.DRAFT:
            since = None
        elif status == Status.SUSPENDED:
            since = since or day
        elif since is not None:
            suspensions[key].append(Suspension(since, day if status == Status.ACCEPTED else None))
            since = None
    return suspensions
