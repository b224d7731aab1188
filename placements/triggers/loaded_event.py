"""The triggers of the loaded events of programme files."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.change_log import SealedInLog
from neoequity.books.triggers.tracking import record_path

_EVENTS_STAY = "An event of a programme file that was loaded is never changed or deleted."

_EVENTS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT DISTINCT issuer_id FROM posted) n
    JOIN placements_loadedevent e ON e.issuer_id = n.issuer_id
    GROUP BY n.issuer_id HAVING MIN(e.position) <> 1 OR MAX(e.position) <> COUNT(*)
    """,
    "The events of an issuer are loaded in their order, without a gap.",
)

LOADED_EVENT_TRIGGERS = [
    refuse_truncate("loaded_events_are_not_truncated", _EVENTS_STAY),
    record_path("loaded_events_keep_their_path"),
    refuse("loaded_events_stay", pgtrigger.Update | pgtrigger.Delete, _EVENTS_STAY),
    after_insert(
        "loaded_events_run_on",
        steps(RECORDED_NOW=RECORDED_NOW, _EVENTS_RUN_ON=_EVENTS_RUN_ON),
    ),
    SealedInLog(),
]
