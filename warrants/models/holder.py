"""Holders of warrants, and their requests for registration."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from neoequity.books.days import written
from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.models import Issuer
from placements.models import Agreement
from warrants.terms.holders import CATEGORIES
from warrants.triggers.holder import HOLDER_TRIGGERS
from warrants.triggers.registration_request import REGISTRATION_REQUEST_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class Holder(models.Model):
    """A present or former holder; the category decides which transfers it may receive."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="holders")
    slug = models.SlugField("short name", unique=True)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=20, choices=list(CATEGORIES.items()))
    page = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=list(CATEGORIES)), name="a_holder_is_of_a_known_category"
            )
        ]
        triggers = HOLDER_TRIGGERS

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("warrants:holder", args=[self.slug])


@pghistory.track(*every_change(), **event_options())
class RegistrationRequest(models.Model):
    """A holder's demand or piggyback request that warrant shares be registered (p. S-12)."""

    KINDS = (("demand", "Demand"), ("piggyback", "Piggyback"))

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="registration_requests")
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="registration_requests")
    kind = models.CharField(max_length=10, choices=KINDS)
    requested_on = models.DateField()
    remark = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["demand", "piggyback"]),
                name="registration_is_demanded_or_joined",
            )
        ]
        triggers = REGISTRATION_REQUEST_TRIGGERS

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {written(self.requested_on)}"
