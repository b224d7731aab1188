"""What the market says: closing prices, bids and volumes, and who holds how much."""

from django.db import models
from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.fields import PriceField, RateField
from neoequity.company.models.record import CompanyRecord
from neoequity.company.triggers.market_price import MARKET_PRICE_TRIGGERS
from neoequity.company.triggers.position import POSITION_TRIGGERS


class MarketPrice(CompanyRecord):
    """A trading day of the stock: dollars per share, and shares traded; `document` is the source.

    What a source does not give is empty, never 0.
    """

    close = PriceField("closing price", null=True, blank=True)
    bid = PriceField("closing bid", null=True, blank=True)
    volume = models.BigIntegerField("shares traded", null=True, blank=True)

    class Meta(CompanyRecord.Meta):
        verbose_name = "market price"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "day"],
                condition=Q(replaces=None),
                name="a_day_has_one_market_price_and_corrections",
            ),
            models.CheckConstraint(
                condition=(Q(close=None) | Q(close__gt=0))
                & (Q(bid=None) | Q(bid__gt=0))
                & (Q(volume=None) | Q(volume__gte=0)),
                name="prices_are_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(close__isnull=False) | Q(bid__isnull=False) | Q(volume__isnull=False),
                name="a_market_price_says_something",
            ),
        ]
        triggers = MARKET_PRICE_TRIGGERS

    def __str__(self) -> str:
        return f"Market price of {written(self.day)}"


class Position(CompanyRecord):
    """What a holder or group has and could get, in the shares of its day.

    `acquirable` counts all warrants and options, `within_60_days` those that the holder may use by
    then. A document that only gives a percentage of the shares outstanding has `stated_rate`.
    """

    holder = models.CharField("holder or group", max_length=120)
    members = models.CharField("members of the group", max_length=300, blank=True)
    held = models.BigIntegerField("shares held", null=True, blank=True)
    acquirable = models.BigIntegerField("shares that could be acquired", null=True, blank=True)
    within_60_days = models.BigIntegerField("of these, within 60 days", null=True, blank=True)
    stated_rate = RateField("stated share of the outstanding", null=True, blank=True)

    class Meta(CompanyRecord.Meta):
        verbose_name = "holder's position"
        verbose_name_plural = "holders' positions"
        constraints = [
            models.CheckConstraint(
                condition=Q(held__isnull=False, held__gte=0)
                | Q(held=None, stated_rate__isnull=False),
                name="a_position_has_shares_or_a_stated_percentage",
            ),
            models.CheckConstraint(
                condition=(Q(acquirable=None) | Q(acquirable__gte=0))
                & (Q(within_60_days=None) | Q(within_60_days__gte=0))
                & (Q(stated_rate=None) | Q(stated_rate__range=(0, 1))),
                name="a_position_is_not_negative",
            ),
        ]
        triggers = POSITION_TRIGGERS

    def __str__(self) -> str:
        return f"{self.holder}, {written(self.day)}"
