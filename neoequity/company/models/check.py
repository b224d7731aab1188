"""What was checked before a placement was proposed, kept with the placement."""

from django.db import models
from django.db.models import Q

from neoequity.books.fields import PriceField
from neoequity.books.issuers import Issuer
from neoequity.books.records.posted import PostedRecord
from neoequity.company.triggers.proposal_check import CHECK_TRIGGERS
from placements.models import Placement


class ProposalCheck(PostedRecord):
    """Every check as it stood when a placement was proposed on a day, and who accepted a failure.

    `checks` is a list of objects with the columns of the command `before_you_sell`; `accepted` is
    the reason of the CFO who approved although a check failed, `verdict` the answer in a sentence.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="checks")
    day = models.DateField("proposed on")
    shares = models.BigIntegerField()
    price = PriceField("price per share")
    verdict = models.CharField(max_length=500)
    checks = models.JSONField()
    accepted = models.CharField("accepted because", max_length=300, blank=True)

    class Meta(PostedRecord.Meta):
        verbose_name = "check before a proposal"
        verbose_name_plural = "checks before proposals"
        constraints = [
            models.CheckConstraint(
                condition=Q(shares__gt=0, price__gt=0), name="a_check_is_of_some_shares"
            )
        ]
        triggers = CHECK_TRIGGERS

    def __str__(self) -> str:
        return f"Check {self.pk}"

    def get_absolute_url(self) -> str:
        return self.placement.get_absolute_url()
