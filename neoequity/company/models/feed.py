"""Secret addresses of the calendar: each can be read by who has it, until it is revoked."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from neoequity.company.terms.calendar_kinds import KINDS
from neoequity.company.triggers.calendar_feed import CALENDAR_FEED_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class CalendarFeed(models.Model):
    """An address of an issuer's calendar, kept as the SHA-256 of its secret only."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    #: Kinds of events, by name; none named are all, also those that come later.
    carries = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "calendar address"
        verbose_name_plural = "calendar addresses"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="a_revoked_address_has_its_person_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(carries__contained_by=list(KINDS)),
                name="an_address_carries_known_kinds_of_events",
            ),
        ]
        triggers = CALENDAR_FEED_TRIGGERS

    def __str__(self) -> str:
        return f"Calendar address {self.pk}"

    @property
    def carried(self) -> str:
        """What it carries, in words."""
        names = [KINDS[kind] for kind in self.carries]
        return (
            "; ".join([*names[:1], *(f"{name[0].lower()}{name[1:]}" for name in names[1:])])
            or "Everything"
        )
