"""The events of programme files that were loaded, so that each is recorded once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.books.history.tracking import PathKept, path_is_kept
from neoequity.books.issuers import Issuer
from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)

_EVENTS_STAY = "An event of a programme file that was loaded is never changed or deleted."

_EVENTS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT DISTINCT issuer_id FROM posted) n
    JOIN placements_loadedevent e ON e.issuer_id = n.issuer_id
    GROUP BY n.issuer_id HAVING MIN(e.position) <> 1 OR MAX(e.position) <> COUNT(*)
    """,
    "The events of an issuer are loaded in their order, without a gap.",
)


class LoadedEvent(PathKept):
    """One event that the issuer's programme file told, at its position from 1.

    `sha256` is taken over the event as canonical JSON: a file that is loaded again tells the same.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="loaded_events")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    sha256 = models.CharField("SHA-256", max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(PathKept.Meta):
        abstract = False
        verbose_name = "event of a programme file"
        ordering = ["issuer", "position"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "position"], name="an_event_of_a_file_is_loaded_once"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="a_loaded_event_has_the_digest_of_its_facts",
            ),
        ]
        triggers = [
            path_is_kept("loaded_events_keep_their_path"),
            after_insert(
                "loaded_events_run_on",
                steps(RECORDED_NOW=RECORDED_NOW, _EVENTS_RUN_ON=_EVENTS_RUN_ON),
            ),
            refuse("loaded_events_stay", pgtrigger.Update | pgtrigger.Delete, _EVENTS_STAY),
            refuse_truncate("loaded_events_are_not_truncated", _EVENTS_STAY),
        ]

    def __str__(self) -> str:
        return f"Event {self.position} ({self.kind})"
