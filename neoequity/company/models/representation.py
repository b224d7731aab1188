"""Representation dates of agreements, and what missing papers hold against a sale."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from neoequity.books.days import written
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.held import Closed
from neoequity.books.refusal import Reason
from neoequity.company.models.record import ApprovedRecord
from neoequity.company.terms.representation import PAPERS, Missing, sentences_against
from neoequity.company.triggers.representation_date import (
    REPRESENTATION,
    REPRESENTATION_TRIGGERS,
)
from placements.models import Agreement


class RepresentationDate(ApprovedRecord):
    """A day on which the agent is due papers; `day` is that on which it was recorded.

    A waiver is recorded by a further record that replaces this one and states its reason.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    falls_on = models.DateField("representation date")
    certificate = models.BooleanField("officers' certificate due", default=True)
    comfort_letter = models.BooleanField("comfort letter due", default=True)
    opinions = models.BooleanField("opinions of counsel due", default=True)
    waiver = models.CharField(
        "waived by the agent, because",
        max_length=200,
        blank=True,
        help_text="Where the agent agreed to do without the papers: why, and how it said so.",
    )

    class Meta(ApprovedRecord.Meta):
        verbose_name = "representation date"
        constraints = [
            models.CheckConstraint(
                condition=Q(certificate=True) | Q(comfort_letter=True) | Q(opinions=True),
                name="some_paper_is_due_on_a_representation_date",
            )
        ]
        triggers = REPRESENTATION_TRIGGERS

    def __str__(self) -> str:
        return f"Representation date {written(self.falls_on)}"


def papers_missing(issuers: Collection[int]) -> QuerySet[RepresentationDate, Any]:
    """The standing dates of these issuers without a waiver: agreement, day, and what is missing.

    Each row is the agreement's key and name, the day, and for each of PAPERS whether it is due and
    not attached.
    """
    papers = RecordAttachment.objects.filter(sealed_as=REPRESENTATION.kind, entry=OuterRef("pk"))
    missing = {
        f"{paper}_missing": Q(**{paper: True}) & ~Exists(papers.filter(kind=paper))
        for paper in PAPERS
    }
    rows = RepresentationDate.objects.filter(issuer__in=issuers, replaced_by=None, waiver="")
    flags = {
        name: models.ExpressionWrapper(flag, models.BooleanField())
        for name, flag in missing.items()
    }
    return (
        rows.annotate(**flags)
        .order_by("falls_on", "pk")
        .values_list("agreement_id", "agreement__name", "falls_on", *flags)
    )


def missing_of(rows: Iterable[Any], agreement: int) -> list[Missing]:
    """The rows of `papers_missing` of one agreement, as the terms read them."""
    return [
        Missing(
            name,
            falls_on,
            tuple(paper for paper, is_missing in zip(PAPERS, flags, strict=True) if is_missing),
        )
        for key, name, falls_on, *flags in rows
        if key == agreement
    ]


def _against(rows: Iterable[Any], agreement: Agreement, day: date) -> list[Reason]:
    sentences = sentences_against(missing_of(rows, agreement.pk), day)
    return [Reason(sentence, "trade_date") for sentence in sentences]


#: What sales are asked for: see `settings.CLOSED_TO_SALES`.
CLOSED = Closed(papers_missing, _against)
