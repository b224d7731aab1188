"""The history: every change of a tracked row leaves an event, written by trigger, that stays."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models

from neoequity.books.triggers import refuse, refuse_truncate, rule


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """Trackers for one model; each remembers its model, so they are not shared."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def kept() -> dict[str, Any]:
    """The options of an event model: its rows are only ever added to, and read newest first."""
    stays = "What happened stays written."
    triggers = [
        refuse("events_stay", pgtrigger.Update | pgtrigger.Delete, stays),
        refuse_truncate("events_are_not_truncated", stays),
    ]
    indexes = [
        models.Index(fields=["pgh_created_at", "pgh_id"]),
        models.Index(fields=["pgh_obj", "pgh_id"]),
    ]
    # Our own guard instead of pghistory's, which a session could lift.
    return {"append_only": False, "meta": {"indexes": indexes, "triggers": triggers}}


class PathKept(models.Model):
    """A row that is posted without a seal, and itself keeps by which path it came.

    `circumstances` is the key of a context of the history, as a seal has it.
    """

    circumstances = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


def path_is_kept(name: str) -> pgtrigger.Trigger:
    """The trigger that fills in `circumstances`, whatever the statement says of them."""
    keep = "NEW.circumstances := _pgh_attach_context(); RETURN NEW;"
    return rule(name, pgtrigger.Insert, keep, when=pgtrigger.Before)


def watched() -> pgtrigger.Trigger:
    """Refuses TRUNCATE, which leaves no event.

    It stands before every other statement, too, so that no session lifts the event's triggers.
    """
    sentence = "Rows are deleted one by one, so that each leaves its event."
    return rule(
        "every_change_is_seen",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        "IF TG_OP = 'TRUNCATE' THEN RAISE integrity_constraint_violation "
        f"USING MESSAGE = '{sentence}'; END IF; RETURN NULL;",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
    )
