"""Closed periods: closings, and reopenings that two people agreed on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from neoequity.books.approvals.models import Approval
from neoequity.books.issuers import Issuer
from neoequity.books.periods.rules import Period
from neoequity.books.triggers.closing import CLOSING_TRIGGERS
from neoequity.books.triggers.reopening import REOPENING_TRIGGERS


class Closing(models.Model):
    """The closing of an issuer's month or quarter on the day `closed_on`, after a checklist.

    `head_position` and `head_digest` are the head of the issuer's chain before it. `checklist`
    holds the checklist's items with the notes by the person who closed.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="closings")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=7)
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_on = models.DateField()
    checklist = models.JSONField()
    head_position = models.BigIntegerField()
    head_digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["issuer", "-number"]
        default_permissions = ("view",)
        permissions = [
            ("close_period", "Can close a period"),
            ("ask_reopening", "Can ask for the reopening of a period"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"], name="a_closing_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__gt=F("ends_on")), name="a_period_is_over_when_it_is_closed"
            ),
        ]
        triggers = CLOSING_TRIGGERS

    def __str__(self) -> str:
        return f"Closing {self.number} ({self.label})"

    def get_absolute_url(self) -> str:
        return reverse("periods:closing", args=[self.pk])

    @property
    def period(self) -> Period:
        """The closed period."""
        return Period(self.starts_on, self.ends_on)

    @property
    def is_reopened(self) -> bool:
        """Whether the period was reopened; reads `reopening`, so join it for many closings."""
        return hasattr(self, "reopening")

    @classmethod
    def standing(cls) -> "models.QuerySet[Closing]":
        """The closings in effect: those not reopened."""
        return cls.objects.filter(reopening=None)


class Reopening(models.Model):
    """The end of a closing on the day `reopened_on`, as one person asked and another approved.

    `recorded_by` is the approver.
    """

    closing = models.OneToOneField(Closing, models.PROTECT, related_name="reopening")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="reopening")
    reason = models.CharField(max_length=300)
    reopened_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("recorded_by")),
                name="nobody_approves_a_reopening_of_their_own",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_reopening_has_a_reason"),
        ]
        triggers = REOPENING_TRIGGERS

    def __str__(self) -> str:
        return f"Reopening of closing {self.closing_id}"
