"""What each day added to the totals of an agreement."""

from django.db import models

from neoequity.books.days import written
from neoequity.books.fields import MoneyField
from placements.models.agreement import Agreement
from placements.triggers.day_total import DAY_TOTAL_TRIGGERS


class DayTotal(models.Model):
    """What one day added to an agreement, kept by the database; as-of figures are sums of days.

    `gross`, `commission`, `deductions` and `net` by trade date, `settled` (gross) by delivery date.
    `shares` are as traded: add up only days between the same two stock splits.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="day_totals")
    day = models.DateField()
    gross = MoneyField(default=0)
    shares = models.BigIntegerField(default=0)
    commission = MoneyField(default=0)
    net = MoneyField(default=0)
    settled = MoneyField(default=0)
    deductions = MoneyField(default=0, db_default=0)

    class Meta:
        ordering = ["agreement", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "day"], name="a_day_has_one_total_an_agreement"
            )
        ]
        triggers = DAY_TOTAL_TRIGGERS

    def __str__(self) -> str:
        return written(self.day)
