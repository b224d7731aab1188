"""Aggregates: sales with the same history counted together, for questions about many sales."""

from django.db import models
from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.fields import MoneyField
from placements.models.agreement import Agreement
from placements.models.placement import Placement
from placements.terms.notice import METHODS
from placements.triggers.sale_aggregate import LOT_TRIGGERS


class SaleAggregate(models.Model):
    """Sales of a placement with the same method and the same four days, kept by the database.

    A sale moves to another aggregate when it is delivered and when it is reversed, so that they
    show the state of every sale on any day. Reversals and adjustments (`kind`) have aggregates of
    their own, without a settlement date.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="aggregates")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="aggregates")
    method = models.CharField(max_length=20, choices=list(METHODS.items()))
    kind = models.CharField(max_length=10)
    trade_date = models.DateField()
    settlement_date = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)
    sales = models.IntegerField()
    shares = models.BigIntegerField()
    gross = MoneyField()
    commission = MoneyField()
    net = MoneyField()
    deductions = MoneyField(default=0, db_default=0)

    class Meta:
        ordering = ["agreement", "trade_date", "pk"]
        indexes = [
            models.Index(
                fields=["agreement", "reversed_on"],
                condition=Q(reversed_on__isnull=False),
                name="aggregate_by_reversal",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("placement", "method", "kind", "trade_date"),
                    *("settlement_date", "delivered_on", "reversed_on"),
                ],
                nulls_distinct=False,
                name="sales_that_went_the_same_way_are_one_aggregate",
            ),
            models.CheckConstraint(
                condition=Q(sales__gte=0), name="a_aggregate_is_never_short_of_sales"
            ),
        ]
        triggers = LOT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.sales} of {written(self.trade_date)}"
