"""Expense claims: what the agent is paid back, up to the cap of its agreement (p. S-12)."""

from django.db import models
from django.db.models import Q

from neoequity.books.fields import MoneyField
from neoequity.books.models import Approval
from neoequity.books.records.posted import PostedRecord
from placements.models import Agreement
from tests.claims.triggers import CLAIM_TRIGGERS


class Claim(PostedRecord):
    """An expense of the agent that the issuer pays back; `amount` in dollars."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="claims")
    incurred_on = models.DateField()
    amount = MoneyField()
    purpose = models.CharField(max_length=200)
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+")

    class Meta(PostedRecord.Meta):
        verbose_name = "expense claim"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_claim_is_for_some_dollars")
        ]
        triggers = CLAIM_TRIGGERS

    def __str__(self) -> str:
        return f"Expense claim {self.pk}"
