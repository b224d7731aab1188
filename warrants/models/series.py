"""Series of warrants that the issuer can call (Class B), and their calls."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from neoequity.books.days import written
from neoequity.books.fields import MoneyField, PriceField, RateField
from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.models import Issuer
from warrants.terms.call import CallTerms
from warrants.terms.split import Ratio
from warrants.triggers.call_notice import CALL_NOTICE_TRIGGERS
from warrants.triggers.series import SERIES_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class Series(models.Model):
    """A series of callable warrants: prices in dollars per share, rates as fractions of the bid.

    `opened_on` is the day of the opening figures; later splits adjust the cap.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="warrant_series")
    slug = models.SlugField("short name", unique=True)
    name = models.CharField(max_length=80)
    opened_on = models.DateField()
    cap = PriceField("exercise price, at most")
    rate = RateField("of the closing bid")
    low_rate = RateField("of the closing bid, below the threshold")
    threshold = PriceField("market price below which the lower rate governs")
    floor = PriceField("market price below which they may be unusable")
    shares_first_issued = models.BigIntegerField(null=True, blank=True)
    shares_exercised_before = models.BigIntegerField(null=True, blank=True)
    proceeds_before = MoneyField("proceeds before, about", null=True, blank=True)
    page = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    cap__gt=0, rate__gt=0, rate__lte=1, low_rate__gt=0, low_rate__lte=F("rate")
                ),
                name="a_call_price_is_a_fraction_of_the_bid_under_a_cap",
            )
        ]
        triggers = SERIES_TRIGGERS

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("warrants:series", args=[self.slug])

    @classmethod
    def names_at(cls, known_at: datetime) -> dict[int, str]:
        """The names of the series by their keys, as they were known at a moment."""
        events = cls.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)  # type: ignore[attr-defined] # by pghistory
        last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        return dict(last.values_list("pgh_obj_id", "name"))

    def call_terms(self, ratio: Ratio) -> CallTerms:
        """The terms that price a call; `ratio` combines the splits since the opening."""
        cap = ratio.price(self.cap)
        return CallTerms(cap, self.rate, self.low_rate, self.threshold, self.floor)


@pghistory.track(*every_change(), **event_options())
class CallNotice(models.Model):
    """The issuer's call of a series; bid and market price are entered once known."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="calls")
    delivered_on = models.DateField()
    bid_on = models.DateField("trading day of the closing bid")
    closing_bid = PriceField(null=True, blank=True)
    market_price = PriceField(null=True, blank=True)
    exercise_price = PriceField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-delivered_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "delivered_on"], name="a_series_is_called_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(bid_on__gt=F("delivered_on")), name="the_bid_follows_the_notice"
            ),
            models.CheckConstraint(
                condition=Q(closing_bid=None, market_price=None, exercise_price=None)
                | Q(
                    # A CHECK passes on NULL, so each price must be required explicitly.
                    closing_bid__isnull=False,
                    market_price__isnull=False,
                    exercise_price__isnull=False,
                    closing_bid__gt=0,
                    market_price__gt=0,
                    exercise_price__gt=0,
                ),
                name="a_call_is_priced_from_bid_and_market_price",
            ),
        ]
        triggers = CALL_NOTICE_TRIGGERS

    def __str__(self) -> str:
        return f"Call of {written(self.delivered_on)}"

    def get_absolute_url(self) -> str:
        return f"{self.series.get_absolute_url()}#call-{self.pk}"
