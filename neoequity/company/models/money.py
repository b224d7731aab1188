"""What the programme costs besides commission, and the money that comes from elsewhere."""

from django.db import models
from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.fields import MoneyField, PriceField, RateField
from neoequity.company.models.record import ApprovedRecord, CompanyRecord
from neoequity.company.terms.choices import EXPENSES, MONEY, MONEY_STATES
from neoequity.company.triggers.expense import EXPENSE_TRIGGERS
from neoequity.company.triggers.funding import FUNDING_TRIGGERS
from placements.models import Agreement


class Expense(ApprovedRecord):
    """Dollars paid to the agent, given back by it, or spent on the offering (p. S-12)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=EXPENSES)
    amount = MoneyField()
    purpose = models.CharField(max_length=200)

    class Meta(ApprovedRecord.Meta):
        verbose_name = "expense"
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=list(EXPENSES)), name="an_expense_is_one_of_the_list"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_expense_is_above_zero"),
        ]
        triggers = EXPENSE_TRIGGERS

    def __str__(self) -> str:
        return f"{EXPENSES[self.category]}, {written(self.day)}: ${self.amount:,.2f}"


class Funding(CompanyRecord):
    """Money from elsewhere than the agreements: what is expected, and what came or was paid.

    `amount` is the most that is expected, `probability` a fraction; `settled_amount` is what was
    received or paid on `settled_on`. A later record of the same source and kind replaces it.
    """

    source = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=MONEY)
    state = models.CharField(max_length=10, choices=MONEY_STATES)
    amount = MoneyField("at most", null=True, blank=True)
    shares = models.BigIntegerField(null=True, blank=True)
    price = PriceField("price per share", null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    trigger_text = models.CharField("what it depends on", max_length=200, blank=True)
    probability = RateField(null=True, blank=True)
    settled_amount = MoneyField("received or paid", null=True, blank=True)
    settled_on = models.DateField("received or paid on", null=True, blank=True)

    class Meta(CompanyRecord.Meta):
        verbose_name = "other money"
        verbose_name_plural = "other money"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(MONEY), state__in=list(MONEY_STATES)),
                name="other_money_is_one_of_the_list",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "paid"], settled_amount__isnull=False)
                | (Q(settled_amount=None) & ~Q(state__in=["received", "paid"])),
                name="money_that_came_or_went_has_its_amount",
            ),
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gt=0))
                & (Q(settled_amount=None) | Q(settled_amount__gt=0))
                & (Q(shares=None) | Q(shares__gt=0))
                & (Q(price=None) | Q(price__gt=0))
                & (Q(probability=None) | Q(probability__range=(0, 1))),
                name="other_money_is_above_zero",
            ),
        ]
        triggers = FUNDING_TRIGGERS

    def __str__(self) -> str:
        return f"{self.source}: {MONEY[self.kind].lower()}, {MONEY_STATES[self.state].lower()}"
