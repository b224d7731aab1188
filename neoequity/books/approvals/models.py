"""Four eyes: one person's request, another's decision, and that the first has seen it."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.timezone import localtime

from neoequity.books.approvals.kinds import kind_choices
from neoequity.books.approvals.rules import Decision, new_credentials
from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from neoequity.books.triggers.approval import APPROVAL_TRIGGERS
from neoequity.books.triggers.decision_seen import DECISION_SEEN_TRIGGERS

_WAITS = Q(decision="", decided_by=None, decided_at=None)
_DECIDED = Q(decided_by__isnull=False, decided_at__isnull=False)


@pghistory.track(*every_change(), **event_options())
class Approval(models.Model):
    """A request: `subject` is the id of the row it is about, `asked` the facts it asks for.

    `dated` is the first day that approving it would post to, empty where it posts to none.
    Approving carries it out at once with exactly these facts, or releases a placement to be
    proposed on exactly these terms.

    A decision within seven days after another person, or nobody known, set the credentials of
    `decided_by` bears by whom and when; the database writes both.
    """

    kind = models.CharField(max_length=20, choices=kind_choices)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="approvals")
    subject = models.BigIntegerField("record")
    what = models.CharField("request", max_length=300)
    dated = models.DateField(null=True, blank=True)
    asked = models.JSONField("details", default=dict)
    why = models.CharField("reason", max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="requested by"
    )
    asked_at = models.DateTimeField("requested at", db_default=Now())
    decision = models.CharField(
        max_length=10, blank=True, choices=[(decision.value, decision) for decision in Decision]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    credentials_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    credentials_set_at = models.DateTimeField("decided with credentials set", null=True, blank=True)

    class Meta:
        verbose_name = "request"
        ordering = ["-pk"]
        permissions = [("approve", "Can approve or reject what another person asks for")]
        indexes = [models.Index(fields=["kind", "subject"], name="approval_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(decision=""),
                name="one_request_waits_for_a_record_at_a_time",
            ),
            models.CheckConstraint(
                condition=_WAITS
                | (_DECIDED & Q(decision__in=["approved", "rejected", "withdrawn"])),
                name="a_decision_has_its_person_and_moment",
            ),
            models.CheckConstraint(
                # A check passes NULL, which `decided_by` is only while the request is pending.
                condition=Q(decision__in=["", "withdrawn"]) | ~Q(decided_by=F("asked_by")),
                name="who_asks_is_not_who_decides",
            ),
            models.CheckConstraint(
                condition=~Q(decision="withdrawn") | Q(decided_by=F("asked_by")),
                name="a_request_is_withdrawn_by_who_made_it",
            ),
            models.CheckConstraint(
                condition=~Q(decision="rejected") | ~Q(note=""),
                name="a_rejection_has_a_note",
            ),
        ]
        triggers = APPROVAL_TRIGGERS

    def __str__(self) -> str:
        return f"Request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("approval", args=[self.pk])

    @property
    def mark(self) -> str:
        """The sentence about new credentials of who decided, empty where there were none."""
        if self.credentials_set_at is None:
            return ""
        by = self.credentials_set_by
        day = localtime(self.credentials_set_at).date()
        return new_credentials(str(self.decided_by), by.get_username() if by else None, day)

    @property
    def day(self) -> date:
        """The day on which it is dated; asked only of a kind that has one."""
        if self.dated is None:
            raise ValueError(f"{self} is not dated.")
        return self.dated


class DecisionSeen(models.Model):
    """The person who made a request has seen how it was decided, or dismissed the news.

    A table of its own, so that the guards of requests need no exception. It is no part of the
    books, so it leaves no history and no seal.
    """

    request = models.OneToOneField(
        Approval, models.PROTECT, primary_key=True, related_name="seen_by_requester"
    )
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "decision that was seen"
        verbose_name_plural = "decisions that were seen"
        default_permissions = ()
        triggers = DECISION_SEEN_TRIGGERS

    def __str__(self) -> str:
        return f"Decision on request {self.pk}, seen"
