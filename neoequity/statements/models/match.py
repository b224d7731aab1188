"""What belongs together: matches of lines with our entries, and differences that are accepted."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.fields import MoneyField
from neoequity.books.issuers import Issuer
from neoequity.books.models import Approval
from neoequity.books.records.posted import PostedRecord
from neoequity.statements.models.statement import StatementLine
from neoequity.statements.terms.line import SIDES
from neoequity.statements.triggers.accepted_difference import ACCEPTED_DIFFERENCE_TRIGGERS
from neoequity.statements.triggers.match import MATCH_TRIGGERS
from neoequity.statements.triggers.match_part import MATCH_PART_TRIGGERS
from placements.models import Agreement, Receipt, Sale

MOST_OF_AN_EXPLANATION = 1_000

DIFFERENCES = {"bank_charge": "Bank charge", "rounding": "Rounding", "other": "Other"}


class Match(PostedRecord):
    """Lines of statements on one side and our entries on the other, from `accepted_on` on.

    `explanation` says why they belong together. A match is undone by one of its own, which
    `undoes` it for a `reason` and has no parts. `parts_digest` is the SHA-256 of the parts.
    """

    # The index by day begins with it.
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+", db_index=False)
    side = models.CharField(max_length=20, choices=SIDES)
    accepted_on = models.DateField()
    explanation = models.CharField(max_length=MOST_OF_AN_EXPLANATION, blank=True)
    parts_digest = models.CharField("SHA-256 of the parts", max_length=64)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undoing"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta(PostedRecord.Meta):
        verbose_name_plural = "matches"
        indexes = [models.Index(fields=["issuer", "side", "accepted_on"], name="match_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=list(SIDES)), name="a_match_is_on_one_of_the_sides"
            ),
            models.CheckConstraint(
                condition=Q(undoes=None, reason="") & ~Q(explanation="")
                | Q(undoes__isnull=False, explanation="") & ~Q(reason=""),
                name="a_match_says_why_and_so_does_what_undoes_it",
            ),
        ]
        triggers = MATCH_TRIGGERS

    def __str__(self) -> str:
        return f"Match {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("statements:match", args=[self.pk])


class MatchPart(models.Model):
    """What a match takes of one line, entry or receipt, with the sign that this has."""

    # `a_match_takes_each_once` begins with it; of the others each part has one, so their indexes
    # leave out what is null.
    match = models.ForeignKey(Match, models.PROTECT, related_name="parts", db_index=False)
    line = models.ForeignKey(
        StatementLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="match_parts",
        db_index=False,
    )
    entry = models.ForeignKey(
        Sale, models.PROTECT, null=True, blank=True, related_name="match_parts", db_index=False
    )
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, blank=True, related_name="match_parts", db_index=False
    )
    amount = MoneyField(default=0)
    shares = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "part of a match"
        verbose_name_plural = "parts of matches"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=[of], condition=Q(**{f"{of}__isnull": False}), name=f"parts_by_{of}"
            )
            for of in ("line", "entry", "receipt")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False, entry=None, receipt=None)
                | Q(line=None, entry__isnull=False, receipt=None)
                | Q(line=None, entry=None, receipt__isnull=False),
                name="a_part_is_of_one_line_entry_or_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0, shares=0), name="a_part_of_a_match_is_of_something"
            ),
            models.UniqueConstraint(
                fields=["match", "line", "entry", "receipt"],
                name="a_match_takes_each_once",
                nulls_distinct=False,
            ),
        ]
        triggers = MATCH_PART_TRIGGERS

    def __str__(self) -> str:
        return f"Part {self.pk} of match {self.match_id}"

    def get_absolute_url(self) -> str:
        return reverse("statements:match", args=[self.match_id])


class AcceptedDifference(PostedRecord):
    """What of a line or an entry is settled without the other side, as another person approved.

    It has the sign of its line or entry, whose open rest it reduces; one that `undoes` another
    negates it. `agreement` is the entry's, or the one whose reconciliation has a line's.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=SIDES)
    kind = models.CharField(max_length=20, choices=DIFFERENCES)
    line = models.ForeignKey(
        StatementLine, models.PROTECT, null=True, blank=True, related_name="differences"
    )
    entry = models.ForeignKey(
        Sale, models.PROTECT, null=True, blank=True, related_name="differences"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    amount = MoneyField(default=0)
    shares = models.BigIntegerField(default=0)
    accepted_on = models.DateField()
    reason = models.CharField(max_length=300)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undoing"
    )
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+")

    class Meta(PostedRecord.Meta):
        verbose_name = "accepted difference"
        indexes = [models.Index(fields=["issuer", "side", "accepted_on"], name="difference_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=list(SIDES), kind__in=list(DIFFERENCES)),
                name="a_difference_is_of_a_known_kind_and_side",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=False, entry=None) | Q(line=None, entry__isnull=False),
                name="a_difference_is_of_a_line_or_an_entry",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0, shares=0) & ~Q(reason=""),
                name="a_difference_is_of_something_and_has_a_reason",
            ),
        ]
        triggers = ACCEPTED_DIFFERENCE_TRIGGERS

    def __str__(self) -> str:
        return f"Accepted difference {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("statements:difference", args=[self.pk])
