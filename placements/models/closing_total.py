"""The totals of each agreement that a closing stores and seals."""

from decimal import Decimal

from django.db import models

from neoequity.books.fields import MoneyField
from neoequity.books.periods.models import Closing
from placements.models.agreement import Agreement
from placements.triggers.closing import CLOSING_TRIGGERS
from placements.triggers.closing_total import CLOSING_TOTAL_TRIGGERS


class ClosingTotal(models.Model):
    """The totals of one agreement when a period was closed, in dollars, kept by the database.

    The first figures are those of the period, `…_to_date` those from the signing to its last day.
    Shares are in those of that last day, after the stock splits known by then.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="totals")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="closing_totals")
    gross = MoneyField()
    shares = models.BigIntegerField()
    commission = MoneyField()
    net = MoneyField()
    settled = MoneyField()
    capacity = MoneyField()
    gross_to_date = MoneyField()
    shares_to_date = models.BigIntegerField()
    commission_to_date = MoneyField()
    net_to_date = MoneyField()
    settled_to_date = MoneyField()
    deductions = MoneyField(default=0, db_default=0)
    deductions_to_date = MoneyField(default=0, db_default=0)

    class Meta:
        ordering = ["closing", "agreement"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "agreement"], name="a_closing_totals_an_agreement_once"
            )
        ]
        triggers = CLOSING_TOTAL_TRIGGERS

    def __str__(self) -> str:
        return f"Total of closing {self.closing_id}"

    @property
    def unsettled(self) -> Decimal:
        """Dollars of gross sold and not yet delivered on the last day."""
        return self.gross_to_date - self.settled_to_date


class TotalledClosing(Closing):
    """Adds to the closing the triggers that total it and seal it with its totals.

    They fire after the closing's own, whose names come first in the alphabet.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = CLOSING_TRIGGERS
