"""When placements were suspended, from the history of their moves."""

from collections import defaultdict
from collections.abc import Collection

from placements.models import PlacementEvent
from placements.terms.lifecycle import Status, Suspension


def past_suspensions(placements: Collection[int]) -> dict[int, list[Suspension]]:
    """Past suspensions by the key of the placement; one query."""
    events = PlacementEvent.objects.filter(pgh_obj__in=placements).order_by("pgh_obj", "pgh_id")
    suspensions: dict[int, list[Suspension]] = defaultdict(list)
    since = None
    for key, status, day in events.values_list("pgh_obj_id", "status", "status_on"):
        if status == Status.DRAFT:
            since = None
        elif status == Status.SUSPENDED:
            since = since or day
        elif since is not None:
            suspensions[key].append(Suspension(since, day if status == Status.ACCEPTED else None))
            since = None
    return suspensions
