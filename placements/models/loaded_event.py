"""The events of programme files already loaded, so that each is recorded once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.books.history.tracking import PathKept
from neoequity.books.issuers import Issuer
from placements.triggers.loaded_event import LOADED_EVENT_TRIGGERS


class LoadedEvent(PathKept):
    """One event loaded from the issuer's programme file, at its position from 1.

    `sha256` is the digest of the event as canonical JSON: a file loaded again must match it.
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
        triggers = LOADED_EVENT_TRIGGERS

    def __str__(self) -> str:
        return f"Event {self.position} ({self.kind})"
