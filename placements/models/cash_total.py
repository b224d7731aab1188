"""What each day added to the cash received under an agreement, by the day it was due."""

from django.db import models

from neoequity.books.days import written
from neoequity.books.fields import MoneyField
from placements.models.agreement import Agreement
from placements.triggers.cash_total import CASH_TOTAL_TRIGGERS


class CashTotal(models.Model):
    """Cash of one day under an agreement, kept by the database; as-of figures are sums of days.

    `received` is what the bank credited; its rows have neither trade date nor `due_on`. `applied`
    is what of it paid the entries of that trade date that were due on that day: a sale on its
    settlement date, together with its reversal; an adjustment on its own day.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="cash_totals")
    day = models.DateField()
    trade_date = models.DateField(null=True)
    due_on = models.DateField(null=True)
    received = MoneyField(default=0)
    applied = MoneyField(default=0)

    class Meta:
        ordering = ["agreement", "day", "due_on", "trade_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "day", "trade_date", "due_on"],
                nulls_distinct=False,
                name="a_day_has_one_cash_total_for_what_was_due",
            )
        ]
        triggers = CASH_TOTAL_TRIGGERS

    def __str__(self) -> str:
        return written(self.day)
