"""The versions of an agreement's terms: each change with its day and its document."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.books.approvals.models import Approval
from neoequity.books.history.tracking import PathKept
from placements.models.agreement import Agreement
from placements.models.limits import checks
from placements.models.terms import COLUMNS, Terms
from placements.terms.amendment import VERSION_KINDS
from placements.triggers.term_version import term_version_triggers


class TermVersion(PathKept, Terms):
    """All terms from a day on; the highest number that has begun is in force.

    An amendment begins on its day, and earlier days keep the earlier terms. A correction of a
    clerical error begins with the version it corrects and replaces it. The terms of the signing
    day also apply to every day before it.
    """

    # The database deletes them with an agreement that has no placements.
    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=10, choices=[(kind.value, VERSION_KINDS[kind]) for kind in VERSION_KINDS]
    )
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
        triggers = term_version_triggers(COLUMNS.values())

    def __str__(self) -> str:
        return f"Version {self.number}"

    def has_begun(self, day: date) -> bool:
        """Whether it is in force on the day unless a later version is (see `version_in_force`)."""
        return self.effective_on <= max(day, self.signed_on)

    @property
    def cited(self) -> str:
        """Its document and page: "Amendment No. 1, p. 2"."""
        return ", ".join(part for part in (self.document, self.page) if part)
