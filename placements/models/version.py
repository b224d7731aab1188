"""The versions of an agreement's terms: each change dated, with the paper that made it."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.books.approvals.models import Approval
from neoequity.books.chain.sealing import lock_heads, seal
from neoequity.books.history.tracking import PathKept, path_is_kept
from neoequity.books.periods.closed_days import refuse_what_waited
from neoequity.books.triggers import (
    SENT_BY_HAND,
    after_insert,
    refuse,
    refuse_truncate,
    rule,
    steps,
)
from placements.models.agreement import Agreement
from placements.models.amending import ADD_VERSION
from placements.models.limits import checks
from placements.models.sealed import LATER_TERMS, TERMS
from placements.models.terms import Terms
from placements.terms.amendment import KINDS

_VERSIONS_STAY = "A version of the terms stays as it was recorded; another version follows it."


class TermVersion(PathKept, Terms):
    """All terms as they stood from a day on. The highest number that has begun is in force.

    An amendment begins on its day, and earlier days keep the earlier terms. A correction of a
    clerical error begins with the version it corrects and takes its place. What is in force on the
    day of signing is so on every day before it, too.
    """

    # The database deletes them with an agreement under which nothing stands.
    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, KINDS[kind]) for kind in KINDS])
    effective_on = models.DateField("in force from")
    document = models.CharField("document that changed them", max_length=120, blank=True)
    page = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    approval = models.OneToOneField(
        Approval, models.PROTECT, null=True, blank=True, related_name="term_version"
    )
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Terms.Meta):
        abstract = False
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="a_version_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind="original", approval=None, recorded_by=None)
                | Q(
                    number__gt=1,
                    kind__in=["amendment", "correction"],
                    approval__isnull=False,
                    recorded_by__isnull=False,
                ),
                name="only_the_first_version_is_the_original",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~(Q(document="") | Q(reason="")),
                name="a_later_version_names_its_document_and_reason",
            ),
            *checks(suffix="_in_a_version"),
        ]
        triggers = [
            path_is_kept("versions_keep_their_path"),
            refuse(
                "the_original_comes_with_its_agreement",
                pgtrigger.Insert,
                "The first version of the terms is written with the agreement.",
                f"{SENT_BY_HAND} AND NEW.kind = 'original'",
            ),
            refuse(
                "versions_are_recorded_now",
                pgtrigger.Insert,
                "The moment of recording is written by the database.",
                "NEW.recorded_at <> STATEMENT_TIMESTAMP()",
            ),
            rule(
                "versions_take_force",
                pgtrigger.Insert,
                ADD_VERSION + "RETURN NULL;",
                when=pgtrigger.After,
                condition=pgtrigger.Condition("(NEW.kind <> 'original')"),
            ),
            refuse(
                "versions_stay",
                pgtrigger.Update | pgtrigger.Delete,
                _VERSIONS_STAY,
                SENT_BY_HAND,
            ),
            refuse_truncate("versions_are_not_truncated", _VERSIONS_STAY),
            after_insert(
                "versions_are_sealed",
                steps(
                    LOCK_HEADS=lock_heads(TERMS.issuers_of(LATER_TERMS)),
                    REFUSE_WHAT_WAITED=refuse_what_waited(TERMS),
                    SEAL=seal(TERMS, LATER_TERMS),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def has_begun(self, day: date) -> bool:
        """Whether it is in force on the day, but for what follows it (see `version_in_force`)."""
        return self.effective_on <= max(day, self.signed_on)

    @property
    def cited(self) -> str:
        """The paper that made it, with the page: "Amendment No. 1, p. 2"."""
        return ", ".join(part for part in (self.document, self.page) if part)
