"""An agreement with the agent: every term a field with its page, and the totals it is held to."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from placements.models.fields import MoneyField, RateField
from placements.models.history import every_change, kept, watched
from placements.models.issuer import Issuer, Shelf
from placements.models.triggers import (
    SENT_BY_HAND,
    STAYS_ITSELF,
    refuse,
    refuse_truncate,
    refuse_while,
)
from placements.terms.fees import FeeSchedule, Tier
from placements.terms.notice import METHODS, AgreementTerms

TOTALS = ("gross_sold", "shares_sold", "commission_sold")


class Agreement(models.Model):  # type: ignore[django-manager-missing]  # its events: see below
    """A sales agreement. Amounts in dollars, rates as fractions, clocks in years or days."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="agreements")
    agent = models.CharField(max_length=120)
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="agreements")
    signed_on = models.DateField()
    capacity = MoneyField("most that may be sold (gross)")
    methods = ArrayField(
        models.CharField(max_length=20, choices=list(METHODS.items())),
        verbose_name="methods of sale allowed",
    )
    settlement_days = models.PositiveSmallIntegerField(
        "settlement days after the trade date",
        null=True,
        blank=True,
        help_text="Empty: the market's standard cycle on the trade date.",
    )
    termination_from = models.DateField("either side may end it from", null=True, blank=True)
    largest_commission = MoneyField("largest commission possible", null=True, blank=True)
    expense_cap = MoneyField("expense reimbursement, at most", null=True, blank=True)
    expense_refundable = models.BooleanField("expenses may be refundable", default=False)
    advisory_share = MoneyField("share of the advisory money", null=True, blank=True)
    compensation_limit_rate = RateField("all compensation, at most", null=True, blank=True)
    lock_up_days_before = models.PositiveSmallIntegerField(
        "lock-up: trading days before terms are agreed", null=True, blank=True
    )
    lock_up_days_after = models.PositiveSmallIntegerField(
        "lock-up: trading days after the last settlement", null=True, blank=True
    )
    warrant_coverage_rate = RateField("warrants: share of the shares sold", null=True, blank=True)
    warrant_strike_rate = RateField("warrants: exercise price to average", null=True, blank=True)
    warrant_limit_rate = RateField("warrants: at most of the shares sold", null=True, blank=True)
    warrant_pooled = models.BooleanField(
        "warrants: average over the whole programme", default=False
    )
    warrant_due_days = models.PositiveSmallIntegerField(
        "warrants: due after the last settlement (days)", null=True, blank=True
    )
    warrant_life_years = models.PositiveSmallIntegerField(
        "warrants: exercisable for (years)", null=True, blank=True
    )
    warrant_cashless_years = models.PositiveSmallIntegerField(
        "warrants: cashless exercise after (years)", null=True, blank=True
    )
    warrant_transfer_years = models.PositiveSmallIntegerField(
        "warrants: transferable after issuance (years)", null=True, blank=True
    )
    warrant_nasd_transfer_years = models.PositiveSmallIntegerField(
        "warrants: transferable after the offering's effective date (years)", null=True, blank=True
    )
    warrant_registration_years = models.PositiveSmallIntegerField(
        "warrants: registration rights after (years)", null=True, blank=True
    )
    warrant_last_day_included = models.BooleanField(
        "warrants: last day of exercise included", default=True
    )
    offering_effective_on = models.DateField(
        "effective date of the offering (NASD)", null=True, blank=True
    )
    warrant_demand_limit = models.PositiveSmallIntegerField(
        "warrants: demands for registration", null=True, blank=True
    )
    gross_sold = MoneyField(default=0, editable=False)
    shares_sold = models.BigIntegerField(default=0, editable=False)
    commission_sold = MoneyField(default=0, editable=False)

    class Meta:
        ordering = ["-capacity", "slug"]
        permissions = [("read_books", "Can read the books and export them")]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_sold__gte=0, gross_sold__lte=F("capacity")),
                name="gross_sold_stays_between_zero_and_capacity",
            ),
            models.CheckConstraint(
                condition=Q(shares_sold__gte=0, commission_sold__gte=0),
                name="shares_and_commission_sold_are_never_negative",
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="capacity_is_positive"),
            models.CheckConstraint(
                condition=Q(methods__len__gt=0), name="an_agreement_allows_some_method"
            ),
            models.CheckConstraint(
                condition=Q(settlement_days=None) | Q(settlement_days__gte=1),
                name="shares_settle_after_the_trade_date",
            ),
        ]
        triggers = [
            refuse(
                "totals_start_at_zero",
                pgtrigger.Insert,
                "A new agreement has sold nothing: its totals start at zero.",
                "NEW.gross_sold <> 0 OR NEW.shares_sold <> 0 OR NEW.commission_sold <> 0",
            ),
            refuse(
                "totals_follow_the_sales",
                pgtrigger.Update,
                "The totals of an agreement follow its sales and are not written by hand.",
                f"{SENT_BY_HAND} AND (OLD.gross_sold, OLD.shares_sold, OLD.commission_sold) "
                "IS DISTINCT FROM (NEW.gross_sold, NEW.shares_sold, NEW.commission_sold)",
            ),
            watched(),
            refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
            refuse_while(
                "stays_once_used",
                pgtrigger.Delete,
                "An agreement under which placements stand is not deleted.",
                "SELECT 1 FROM placements_placement WHERE agreement_id = OLD.id",
                agreements="OLD.id",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("placements:agreement", args=[self.slug])

    def fee_schedule(self) -> FeeSchedule:
        """The commission schedule; reads `fee_tiers`, so prefetch them for many agreements."""
        return FeeSchedule(Tier(tier.above, tier.rate) for tier in self.fee_tiers.all())

    def terms(self) -> AgreementTerms:
        """What a sale is held against; reads `fee_tiers` and `term_pages`."""
        return AgreementTerms(
            name=self.name,
            capacity=self.capacity,
            methods=tuple(self.methods),
            settlement_days=self.settlement_days,
            fees=self.fee_schedule(),
            pages={page.term: page.page for page in self.term_pages.all()},
        )


class AgreementEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # a class made at run time
        Agreement, *every_change(), exclude=TOTALS, **kept()
    )
):
    """What an agreement said from one moment to the next; the totals have rows of their own."""


@pghistory.track(*every_change(), **kept())
class FeeTier(models.Model):
    """The commission rate on the gross above an amount, up to the next tier."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="fee_tiers")
    above = MoneyField("gross above")
    rate = RateField()
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["agreement", "above"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "above"], name="a_fee_tier_starts_at_an_amount_once"
            ),
            models.CheckConstraint(
                condition=Q(above__gte=0, rate__gte=0, rate__lt=1),
                name="a_fee_rate_is_a_fraction_from_zero_up",
            ),
        ]
        triggers = [
            refuse_while(
                "fixed_once_sold",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "The fee tiers of an agreement are fixed once shares have been sold under it.",
                "SELECT 1 FROM placements_sale "
                "WHERE agreement_id IN (OLD.agreement_id, NEW.agreement_id)",
                agreements="OLD.agreement_id, NEW.agreement_id",
            ),
            watched(),
        ]

    def __str__(self) -> str:
        return f"{100 * self.rate:.2f}% above ${self.above:,.0f}"


@pghistory.track(*every_change(), **kept())
class TermPage(models.Model):
    """The page of the document on which a term of an agreement stands."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="term_pages")
    term = models.CharField(max_length=60)
    page = models.CharField(max_length=80)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agreement", "term"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "term"], name="a_term_has_one_page")
        ]
        triggers = [watched()]

    def __str__(self) -> str:
        return f"{self.term}: {self.page}"


_DAYS_FOLLOW = "The totals of a day follow its sales and deliveries and are not written by hand."


class DayTotal(models.Model):
    """What one day added to an agreement, kept by the database; as-of figures are sums of days.

    `gross`, `commission` and `net` by trade date, `settled` (gross) by delivery date.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="day_totals")
    day = models.DateField()
    gross = MoneyField(default=0)
    shares = models.BigIntegerField(default=0)
    commission = MoneyField(default=0)
    net = MoneyField(default=0)
    settled = MoneyField(default=0)

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
