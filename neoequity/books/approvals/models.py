"""Four eyes: what one person asked for, and how another decided."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from neoequity.books.approvals.kinds import kind_choices
from neoequity.books.approvals.rules import Decision
from neoequity.books.history.tracking import every_change, kept, watched
from neoequity.books.issuers import Issuer
from neoequity.books.triggers import RECORDED_NOW, after_insert, refuse, refuse_where, rule

_WAITS = Q(decision="", decided_by=None, decided_at=None)
_DECIDED = Q(decided_by__isnull=False, decided_at__isnull=False)
_ASKED = "id, kind, issuer_id, subject, what, asked, why, asked_by_id, asked_at"

# A superuser stands above the groups; that somebody is one shows on the page of people.
_DECIDED_BY_A_CFO = refuse_where(
    """
    SELECT 1 WHERE NEW.decision IN ('approved', 'rejected') AND NOT EXISTS (
        SELECT 1 FROM people_user u
        WHERE u.id = NEW.decided_by_id AND u.is_active AND (u.is_superuser OR EXISTS (
            SELECT 1 FROM people_user_groups m JOIN auth_group g ON g.id = m.group_id
            WHERE m.user_id = u.id AND g.name = 'CFO')))
    """,
    "What somebody asks for is decided by a CFO.",
)


@pghistory.track(*every_change(), **kept())
class Approval(models.Model):
    """A request: `subject` is the id of the row it is about, `asked` the facts it asks for.

    What is approved is done at once, with exactly these facts; a proposal of a placement may then
    be made with exactly these terms.
    """

    kind = models.CharField(max_length=20, choices=kind_choices)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="approvals")
    subject = models.BigIntegerField()
    what = models.CharField(max_length=300)
    asked = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    decision = models.CharField(
        max_length=10, blank=True, choices=[(decision.value, decision) for decision in Decision]
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

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
                # A check lets pass what is null, which only a request that waits may be.
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
        triggers = [
            refuse(
                "requests_start_waiting",
                pgtrigger.Insert,
                "A request waits when it is made: it is decided afterwards.",
                "NEW.decision <> ''",
            ),
            after_insert(
                "requests_are_recorded_now",
                RECORDED_NOW.replace("recorded_at", "asked_at"),
            ),
            refuse(
                "decisions_stand",
                pgtrigger.Update,
                "A decision stands, and what was asked for stays as it was asked.",
                f"OLD.decision <> '' OR (OLD.{_ASKED.replace(', ', ', OLD.')}) "
                f"IS DISTINCT FROM (NEW.{_ASKED.replace(', ', ', NEW.')})",
            ),
            refuse(
                "decisions_are_recorded_now",
                pgtrigger.Update,
                "The moment of a decision is written by the database.",
                "NEW.decision <> '' AND NEW.decided_at IS DISTINCT FROM STATEMENT_TIMESTAMP()",
            ),
            rule(
                "a_cfo_decides",
                pgtrigger.Update,
                _DECIDED_BY_A_CFO + " RETURN NEW;",
                when=pgtrigger.Before,
            ),
            refuse("requests_stay", pgtrigger.Delete, "A request is withdrawn, not deleted."),
            watched(),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("approval", args=[self.pk])
