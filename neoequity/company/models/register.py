"""Registers of persons, clauses and proceeds; filings; and the decisions on the 20% rule."""

from django.db import models
from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.fields import MoneyField
from neoequity.company.models.record import ApprovedRecord, CompanyRecord
from neoequity.company.terms.choices import REGISTERS
from neoequity.company.triggers.counting import COUNTING_TRIGGERS
from neoequity.company.triggers.filing import FILING_TRIGGERS
from neoequity.company.triggers.register_entry import REGISTER_ENTRY_TRIGGERS
from placements.models import Placement


class RegisterEntry(CompanyRecord):
    """An entry of a register, with its owner and the day on which it is reviewed."""

    register = models.CharField(max_length=30, choices=REGISTERS)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500, blank=True)
    amount = MoneyField("amount", null=True, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    review_on = models.DateField("next review", null=True, blank=True)

    class Meta(CompanyRecord.Meta):
        verbose_name = "register entry"
        verbose_name_plural = "register entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(register__in=list(REGISTERS)), name="a_register_is_one_of_the_list"
            )
        ]
        triggers = REGISTER_ENTRY_TRIGGERS

    def __str__(self) -> str:
        return f"{REGISTERS[self.register]}: {self.title}"


class Filing(CompanyRecord):
    """A filing that is due, or was made: a supplement, an 8-K, a 10-Q."""

    form = models.CharField(max_length=40)
    concerns = models.CharField("what it reports", max_length=200)
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("due", null=True, blank=True)
    filed_on = models.DateField("filed", null=True, blank=True)
    reference = models.CharField("accession number", max_length=40, blank=True)

    class Meta(CompanyRecord.Meta):
        verbose_name = "filing"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(filed_on__isnull=False),
                name="a_filing_is_due_or_made",
            )
        ]
        triggers = FILING_TRIGGERS

    def __str__(self) -> str:
        return f"{self.form}: {self.concerns}"


class Counting(ApprovedRecord):
    """Whether a placement counts toward Nasdaq's 20%, as a person decided, and why (p. S-8)."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    counts = models.BooleanField("counts toward the 20%", default=True)
    reason = models.CharField(max_length=300)

    class Meta(ApprovedRecord.Meta):
        verbose_name = "decision on the 20% rule"
        verbose_name_plural = "decisions on the 20% rule"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_decision_says_why")]
        triggers = COUNTING_TRIGGERS

    def __str__(self) -> str:
        return f"Decision on the 20% rule of {written(self.day)}"
