"""What a closing stores of each agreement; the totals are in its seal."""

from decimal import Decimal

import pgtrigger
from django.db import models

from neoequity.books.chain.sealing import seal
from neoequity.books.fields import MoneyField
from neoequity.books.periods.models import Closing
from neoequity.books.triggers import SENT_BY_HAND, after_insert, refuse, refuse_truncate, steps
from placements.models.agreement import Agreement
from placements.models.in_force import version_in_force
from placements.models.ratio import shares_on
from placements.models.sealed import CLOSING

_TOTALS_STAY = "The totals of a closing are written by the database when it is made, and stay."

# In the shares of the period's end. A reversal takes back shares as they were traded: it counts
# by the trade date of its sale, which its lot tells, and here in the period of its own day.
_LOTS = "FROM placements_lot l WHERE l.agreement_id = a.id AND l.settlement_date IS NOT NULL"
_OF_PERIOD = f"""
    SELECT l.trade_date, l.shares {_LOTS} AND l.trade_date BETWEEN c.starts_on AND c.ends_on
    UNION ALL
    SELECT l.trade_date, -l.shares {_LOTS} AND l.reversed_on BETWEEN c.starts_on AND c.ends_on"""
_TO_DATE = f"""
    SELECT l.trade_date, l.shares {_LOTS} AND l.trade_date <= c.ends_on
      AND (l.reversed_on IS NULL OR l.reversed_on > c.ends_on)"""
_SHARES_OF_PERIOD = shares_on("c.ends_on", _OF_PERIOD, "a.issuer_id")
_SHARES_TO_DATE = shares_on("c.ends_on", _TO_DATE, "a.issuer_id")

_TOTAL_UP = f"""
    INSERT INTO placements_closingtotal
        (closing_id, agreement_id, gross, shares, commission, net, settled, capacity,
         gross_to_date, shares_to_date, commission_to_date, net_to_date, settled_to_date,
         deductions, deductions_to_date)
    SELECT c.id, a.id,
           COALESCE(SUM(d.gross) FILTER (WHERE d.day >= c.starts_on), 0),
           {_SHARES_OF_PERIOD},
           COALESCE(SUM(d.commission) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.net) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.settled) FILTER (WHERE d.day >= c.starts_on), 0),
           v.capacity,
           COALESCE(SUM(d.gross), 0), {_SHARES_TO_DATE},
           COALESCE(SUM(d.commission), 0), COALESCE(SUM(d.net), 0), COALESCE(SUM(d.settled), 0),
           COALESCE(SUM(d.deductions) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.deductions), 0)
    FROM posted c JOIN placements_agreement a ON a.issuer_id = c.issuer_id
    JOIN placements_termversion v ON v.agreement_id = a.id
        AND v.number = {version_in_force("a.id", "c.ends_on")}
    LEFT JOIN placements_daytotal d ON d.agreement_id = a.id AND d.day <= c.ends_on
    GROUP BY c.id, c.starts_on, c.ends_on, a.id, v.capacity ORDER BY a.id;
"""


class ClosingTotal(models.Model):
    """What one agreement had come to when a period was closed, kept by the database. Dollars.

    The first figures are those of the period, `…_to_date` those from the signing to its last day.
    Shares count those of that last day, after the stock splits known by then.
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
        triggers = [
            refuse(
                "kept_by_the_database",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                _TOTALS_STAY,
                SENT_BY_HAND,
            ),
            refuse_truncate("closing_totals_are_not_truncated", _TOTALS_STAY),
        ]

    def __str__(self) -> str:
        return f"Total of closing {self.closing_id}"

    @property
    def remaining(self) -> Decimal:
        """Dollars of capacity left on the last day."""
        return self.capacity - self.gross_to_date

    @property
    def unsettled(self) -> Decimal:
        """Dollars of gross that were sold and not delivered on the last day."""
        return self.gross_to_date - self.settled_to_date


class TotalledClosing(Closing):
    """A closing as the placements see it: it is totalled and, with its totals, sealed.

    The trigger fires after the closing's own, which comes before it in the alphabet.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            after_insert(
                "closings_total_the_agreements", steps(_TOTAL_UP=_TOTAL_UP, SEAL=seal(CLOSING))
            )
        ]
