"""Warrants that the issuer can call (Class B), and the calls."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from neoequity.books.fields import MoneyField, PriceField, RateField
from neoequity.books.history.tracking import every_change, kept, watched
from neoequity.books.models import Issuer
from neoequity.books.triggers import STAYS_ITSELF, after_insert, refuse, rule, steps
from warrants.models.sealing import CALL_PRICES_KEEP_OUT, CALLS_KEEP_OUT
from warrants.models.triggers import (
    CALL_PRICE_FOLLOWS_THE_BID,
    CALL_PRICE_STAYS,
    POST_CALLS,
    stays_while,
)
from warrants.terms.call import CallTerms
from warrants.terms.split import Ratio


@pghistory.track(*every_change(), **kept())
class Series(models.Model):
    """A series of callable warrants: prices in dollars a share, rates as fractions of the bid.

    `opened_on` is the day of the opening figures, from which splits adjust the cap.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="warrant_series")
    slug = models.SlugField(unique=True)
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
        triggers = [
            watched(),
            refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
            stays_while(
                "stays_once_issued",
                "A series of which warrants were issued stays with its issuer.",
                "SELECT 1 FROM warrants_warrant WHERE series_id = OLD.id",
                ("issuer_id",),
            ),
            stays_while(
                "terms_stay_once_called",
                "The terms of a series are fixed once it has been called.",
                "SELECT 1 FROM warrants_callnotice WHERE series_id = OLD.id",
                ("opened_on", "cap", "rate", "low_rate", "threshold"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("warrants:series", args=[self.slug])

    def call_terms(self, ratio: Ratio) -> CallTerms:
        """The terms a call is priced by; `ratio` joins the splits since the opening."""
        cap = ratio.price(self.cap)
        return CallTerms(cap, self.rate, self.low_rate, self.threshold, self.floor)


@pghistory.track(*every_change(), **kept())
class CallNotice(models.Model):
    """The issuer's call of a series; bid and market price are entered when they are known."""

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
                    # A check lets pass what is null, so the prices must be named as given.
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
        triggers = [
            refuse(
                "calls_keep_their_days",
                pgtrigger.Update,
                "A call keeps its series and its days.",
                "(OLD.id, OLD.series_id, OLD.delivered_on, "
                "OLD.bid_on, OLD.recorded_at, OLD.recorded_by_id) <> (NEW.id, NEW.series_id, "
                "NEW.delivered_on, NEW.bid_on, NEW.recorded_at, NEW.recorded_by_id)",
            ),
            rule(
                "priced_calls_stay",
                pgtrigger.Update,
                CALL_PRICE_STAYS + " RETURN NEW;",
                when=pgtrigger.Before,
            ),
            after_insert("calls_start_without_a_price", steps(POST_CALLS, CALLS_KEEP_OUT)),
            rule(
                "the_price_follows_the_bid",
                pgtrigger.Update,
                steps(
                    CALL_PRICE_FOLLOWS_THE_BID=CALL_PRICE_FOLLOWS_THE_BID,
                    CALL_PRICES_KEEP_OUT=CALL_PRICES_KEEP_OUT,
                )
                + "RETURN NEW;",
                when=pgtrigger.Before,
            ),
            refuse("calls_stay", pgtrigger.Delete, "A call notice is never deleted."),
            watched(),
        ]

    def __str__(self) -> str:
        return f"Call of {self.delivered_on}"

    def get_absolute_url(self) -> str:
        return f"{self.series.get_absolute_url()}#call-{self.pk}"
