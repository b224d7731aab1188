"""Blackouts of the issuer, and what they hold against a sale."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet

from neoequity.books.days import written
from neoequity.books.held import Closed
from neoequity.books.issuers import Issuer
from neoequity.books.refusal import Reason
from neoequity.company.models.record import ApprovedRecord
from neoequity.company.terms.blackout import Window, sentences_against
from neoequity.company.triggers.blackout import BLACKOUT_TRIGGERS
from placements.models import Agreement


class Blackout(ApprovedRecord):
    """Days on which nothing is sold, usually from a quarter's end until its report.

    `day` is the day of the decision. One that ends earlier or later is replaced by another.
    """

    starts_on = models.DateField("from")
    ends_on = models.DateField("to")
    reason = models.CharField(max_length=200)

    class Meta(ApprovedRecord.Meta):
        verbose_name = "blackout"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_blackout_lasts_some_days"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_blackout_has_a_reason"),
        ]
        triggers = BLACKOUT_TRIGGERS

    def __str__(self) -> str:
        return f"Blackout from {written(self.starts_on)} to {written(self.ends_on)}"

    @property
    def window(self) -> Window:
        """Its days, as the terms read them."""
        cited = ", ".join(part for part in (self.document, self.page) if part)
        return Window(self.starts_on, self.ends_on, self.reason, cited)


def standing_blackouts(issuers: Collection[int]) -> QuerySet[Blackout]:
    """The blackouts of these issuers that no later record replaces."""
    return Blackout.objects.filter(issuer__in=issuers, replaced_by=None).order_by("starts_on")


def windows_of(issuer: Issuer) -> list[Window]:
    """The windows of one issuer as they stand now; one query."""
    return [row.window for row in standing_blackouts([issuer.pk])]


def _against(rows: Iterable[Blackout], agreement: Agreement, day: date) -> list[Reason]:
    own = [row.window for row in rows if row.issuer_id == agreement.issuer_id]
    return [Reason(sentence, "trade_date") for sentence in sentences_against(own, day)]


#: What sales are asked for: see `settings.CLOSED_TO_SALES`.
CLOSED = Closed(standing_blackouts, _against)
