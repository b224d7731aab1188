"""Closed periods: the closing with its totals, and the reopening that two people agree on."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from placements.models.agreement import Agreement
from placements.models.closing_posts import POST_CLOSINGS, POST_DECISIONS, POST_REQUESTS
from placements.models.fields import MoneyField
from placements.models.issuer import Issuer
from placements.models.triggers import (
    SENT_BY_HAND,
    after_insert,
    after_update,
    refuse,
    refuse_truncate,
)
from placements.terms.periods import Lock, Period

_CLOSINGS_STAY = "A closing is never changed or deleted; ask for its reopening."
_TOTALS_STAY = "The totals of a closing are written by the database when it is made, and stay."
_REQUESTS_STAY = "A request to reopen a period is decided once, and stays as it was made."


class Closing(models.Model):
    """A month or quarter of an issuer that was closed, after a checklist, on the day `closed_on`.

    `head_position` and `head_digest` are where the issuer's chain stood before it. `checklist`
    holds what was found, item by item, with the note of the person who closed.
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
    closed_at = models.DateTimeField(db_default=Now())
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

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
        triggers = [
            after_insert("closings_lock_their_period", POST_CLOSINGS),
            refuse("closings_stay", pgtrigger.Update | pgtrigger.Delete, _CLOSINGS_STAY),
            refuse_truncate("closings_are_not_truncated", _CLOSINGS_STAY),
        ]

    def __str__(self) -> str:
        return f"Closing {self.number} ({self.label})"

    def get_absolute_url(self) -> str:
        return reverse("periods:closing", args=[self.pk])

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.starts_on, self.ends_on)

    def lock(self) -> Lock:
        """What it says to whoever writes into it; reads `issuer` and `closed_by`."""
        who = self.closed_by.get_username()
        return Lock(self.period, self.issuer.name, self.number, who, self.closed_on)

    @property
    def is_reopened(self) -> bool:
        """Whether it holds no more; reads `reopenings`, so prefetch them for many closings."""
        return any(request.decision == "approved" for request in self.reopenings.all())

    @classmethod
    def standing(cls) -> "models.QuerySet[Closing]":
        """The closings that hold: those whose reopening is not approved."""
        approved = Reopening.objects.filter(closing=models.OuterRef("pk"), decision="approved")
        return cls.objects.filter(~models.Exists(approved))


class ClosingTotal(models.Model):
    """What one agreement had come to when a period was closed, kept by the database. Dollars.

    The first figures are those of the period, `…_to_date` those from the signing to its last day.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="totals")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="closing_totals")
    gross = MoneyField()
    shares = models.BigIntegerField()
    commission = MoneyField()
    net = MoneyField()
    settled = MoneyField()
    capacity = MoneyField()
    gross_to_date = MoneyField()
    shares_to_date = models.BigIntegerField()
    commission_to_date = MoneyField()
    net_to_date = MoneyField()
    settled_to_date = MoneyField()

    class Meta:
        ordering = ["closing", "agreement"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "agreement"], name="a_closing_totals_an_agreement_once"
            )
        ]
        triggers = [
            refuse(
                "kept_by_the_database",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                _TOTALS_STAY,
                SENT_BY_HAND,
            ),
            refuse_truncate("closing_totals_are_not_truncated", _TOTALS_STAY),
        ]

    def __str__(self) -> str:
        return f"Total of closing {self.closing_id}"

    @property
    def remaining(self) -> Decimal:
        """Dollars of capacity left on the last day."""
        return self.capacity - self.gross_to_date

    @property
    def unsettled(self) -> Decimal:
        """Dollars of gross that were sold and not delivered on the last day."""
        return self.gross_to_date - self.settled_to_date


class Reopening(models.Model):
    """The request to reopen a closed period, and another person's decision on it, once."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="reopenings")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(db_default=Now())
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.CharField(
        max_length=10,
        blank=True,
        choices=[("approved", "approved"), ("rejected", "rejected")],
    )
    note = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | Q(
                    decision__in=["approved", "rejected"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="a_decision_has_its_moment_and_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("decided_by")),
                name="nobody_approves_a_reopening_of_their_own",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_reopening_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(decision="rejected") | ~Q(note=""),
                name="a_rejected_reopening_has_a_note",
            ),
        ]
        triggers = [
            after_insert("requests_wait_for_a_decision", POST_REQUESTS),
            after_update("decisions_open_the_period", POST_DECISIONS),
            refuse(
                "requests_are_decided_once",
                pgtrigger.Update,
                _REQUESTS_STAY,
                "OLD.decision <> '' OR (OLD.id, OLD.closing_id, OLD.reason, OLD.asked_at, "
                "OLD.asked_by_id) <> (NEW.id, NEW.closing_id, NEW.reason, NEW.asked_at, "
                "NEW.asked_by_id)",
            ),
            refuse("requests_stay", pgtrigger.Delete, _REQUESTS_STAY),
            refuse_truncate("requests_are_not_truncated", _REQUESTS_STAY),
        ]

    def __str__(self) -> str:
        return f"Reopening {self.decision or 'asked for'}"
