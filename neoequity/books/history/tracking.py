"""The history: every change of a tracked row leaves an event, written by trigger, that stays."""

from typing import Any

import pghistory
from django.db import models

from neoequity.books.triggers.history import EVENT_TRIGGERS


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """Trackers for one model; each remembers its model, so they are not shared."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def kept() -> dict[str, Any]:
    """The options of an event model: its rows are only ever added to, and read newest first."""
    indexes = [
        models.Index(fields=["pgh_created_at", "pgh_id"]),
        models.Index(fields=["pgh_obj", "pgh_id"]),
    ]
    # Our own guard instead of pghistory's, which a session could lift.
    return {"append_only": False, "meta": {"indexes": indexes, "triggers": EVENT_TRIGGERS}}


class PathKept(models.Model):
    """A row that is posted without a seal, and itself keeps by which path it came.

    `circumstances` is the key of a context of the history, as a seal has it.
    """

    circumstances = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True
