"""The access review of a quarter: who could do what on a day, as a CFO signed it off."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.days import on_page, written
from neoequity.books.issuers import Issuer
from neoequity.books.periods.rules import quarter_of
from neoequity.books.records.posted import PostedRecord
from neoequity.company.triggers.access_review import ACCESS_REVIEW_TRIGGERS


class AccessReview(PostedRecord):
    """The rights of everyone with an account, as known at a moment, and the CFO's note on them.

    `statement` is what the page showed, as JSON on one line, `digest` its SHA-256 in hexadecimal;
    `known_at` is a moment of the day `reviewed_on`. `signed_on` is the day of the books on which it
    was signed. A later review of the same quarter stands beside it.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    reviewed_on = models.DateField("reviewed as of")
    known_at = models.DateTimeField()
    signed_on = models.DateField()
    statement = models.TextField()
    digest = models.CharField("SHA-256 of the statement", max_length=64)
    note = models.CharField(max_length=300)

    class Meta(PostedRecord.Meta):
        verbose_name = "access review"
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="an_access_review_has_a_note")
        ]
        triggers = ACCESS_REVIEW_TRIGGERS

    def __str__(self) -> str:
        return f"Access review {self.pk} as of {written(self.reviewed_on)}"

    def get_absolute_url(self) -> str:
        return reverse("reports:signed_review", args=[self.pk])

    @property
    def quarter(self) -> str:
        """The quarter of the day that was reviewed: Q3 2001."""
        return on_page(quarter_of(self.reviewed_on).label)
