"""What each day added to an agreement."""

import pgtrigger
from django.db import models

from neoequity.books.fields import MoneyField
from neoequity.books.triggers import SENT_BY_HAND, refuse, refuse_truncate
from placements.models.agreement import Agreement

_DAYS_FOLLOW = "The totals of a day follow its sales and deliveries and are not written by hand."


class DayTotal(models.Model):
    """What one day added to an agreement, kept by the database; as-of figures are sums of days.

    `gross`, `commission`, `deductions` and `net` by trade date, `settled` (gross) by delivery date.
    `shares` are as traded: only days between the same two stock splits may be added.
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
        triggers = [
            refuse(
                "kept_by_the_database",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                _DAYS_FOLLOW,
                SENT_BY_HAND,
            ),
            refuse_truncate("day_totals_are_not_truncated", _DAYS_FOLLOW),
        ]

    def __str__(self) -> str:
        return self.day.isoformat()
