"""Tracked models: a trigger records every change of a row as an event that stays."""

from typing import Protocol, TypedDict

import pghistory
from django.db import models

from neoequity.books.triggers.tracking import EVENT_TRIGGERS


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """Trackers for one model; a tracker remembers its model, so each model gets its own."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


class Followed(Protocol):
    """A tracked model, to which pghistory adds the model of its events."""

    pgh_event_model: type[models.Model]


class _EventOptions(TypedDict):
    append_only: bool
    meta: dict[str, object]


def event_options() -> _EventOptions:
    """The options of an event model: rows are only ever added, and read newest first."""
    indexes = [
        models.Index(fields=["pgh_created_at", "pgh_id"]),
        models.Index(fields=["pgh_obj", "pgh_id"]),
    ]
    # Our own trigger protects events; a session could disable pghistory's.
    return {"append_only": False, "meta": {"indexes": indexes, "triggers": EVENT_TRIGGERS}}


class PathKept(models.Model):
    """A row that is posted without a seal and so records its own path.

    `context_id` is the key of one of the history's contexts, as in a seal.
    """

    context_id = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True
