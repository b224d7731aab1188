"""Sales, and the deliveries that settle them: posted once and never changed."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from neoequity.books.days import written
from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.money import ZERO
from placements.models.agreement import Agreement
from placements.models.placement import Placement
from placements.models.written import (
    AMOUNTS,
    GROSS_FITS,
    HAS_ITS_DECIMALS,
    key_of,
    may_be_a_reference,
    not_in_the_future,
)
from placements.terms.notice import METHODS
from placements.triggers.delivery import DELIVERY_TRIGGERS
from placements.triggers.sale import SALE_TRIGGERS

_A_SALE = Q(reverses=None, adjusts=None)
_A_REVERSAL = Q(reverses__isnull=False, adjusts=None)
_AN_ADJUSTMENT = Q(reverses=None, adjusts__isnull=False)


def _not_below_zero(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0})


def _not_above_zero(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__lte": 0})


class Sale(models.Model):
    """A sale from the agent's notice, the reversal of one, or an adjustment of commission.

    Money in dollars. A reversal negates its sale's figures, with the day it takes effect as
    `trade_date`. An adjustment has no shares and no gross: its commission is what the entry it
    `adjusts` displaced on the day `concerns` (p. S-11); it is dated on that day, or on the first
    open one after it. So the commission of an agreement always equals what its standing sales cost
    in trade order.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="sales")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="sales")
    number = models.PositiveIntegerField()
    trade_date = models.DateField()
    settlement_date = models.DateField(null=True)
    settlement_reason = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=20, choices=list(METHODS.items()))
    shares = models.BigIntegerField()
    price = PriceField()
    # As written in the notice: it limits how far the gross may differ from shares x price.
    price_decimals = models.PositiveSmallIntegerField()
    gross = MoneyField()
    commission = MoneyField()
    deductions = MoneyField(default=0)
    net = MoneyField()
    # Parts of the commission that no fee tiers give; null where the terms of the day have none.
    commission_stated = MoneyField(null=True, blank=True, editable=False)
    second_fee = MoneyField(null=True, blank=True, editable=False)
    # Null, not empty, on reversals: the unique constraint ignores nulls.
    agent_reference = models.CharField(max_length=64, null=True)  # noqa: DJ001  # see above
    reference_key = models.GeneratedField(
        expression=key_of("agent_reference"),
        output_field=models.CharField(max_length=64, null=True),
        db_persist=True,
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    adjusts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="adjustments"
    )
    concerns = models.DateField("trade day whose commission it adjusts", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agreement", "number"]
        indexes = [
            models.Index(fields=["agreement", "trade_date"], name="sale_by_trade_date"),
            models.Index(
                fields=["placement", "trade_date", "shares", "price"], name="sale_by_features"
            ),
            models.Index(fields=["settlement_date"], name="sale_by_settlement_date"),
            models.Index(fields=["-trade_date", "-id"], name="sale_latest_first"),
            models.Index(fields=["-recorded_at", "-id"], name="sale_by_recording"),
            models.Index(fields=["gross", "id"], name="sale_by_gross"),
            GinIndex(AMOUNTS, name="sale_by_amounts"),  # of the search
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="a_sale_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "reference_key"], name="an_agents_reference_is_booked_once"
            ),
            models.CheckConstraint(
                condition=Q(_A_SALE, shares__gt=0, gross__gt=0)
                | Q(_A_REVERSAL, shares__lt=0, gross__lt=0)
                | Q(_AN_ADJUSTMENT, shares=0, gross=0),
                name="a_sale_is_positive_and_a_reversal_negative",
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0, adjusts=None) | Q(_AN_ADJUSTMENT, price=0),
                name="a_price_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(_A_SALE, commission__gte=0)
                | Q(_A_REVERSAL, commission__lte=0)
                | (Q(_AN_ADJUSTMENT) & ~Q(commission=0)),
                name="a_commission_has_the_sign_of_its_sale",
            ),
            models.CheckConstraint(
                condition=Q(_A_SALE, deductions__gte=0)
                | Q(_A_REVERSAL, deductions__lte=0)
                | Q(_AN_ADJUSTMENT, deductions=0),
                name="deductions_have_the_sign_of_their_sale",
            ),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("commission") - F("deductions")),
                name="net_is_gross_less_commission_and_deductions",
            ),
            models.CheckConstraint(
                condition=Q(commission_stated=None)
                | Q(commission=F("commission_stated") + Coalesce("second_fee", Decimal(0))),
                name="a_stated_commission_and_the_second_fee_are_all_of_it",
            ),
            models.CheckConstraint(
                condition=Q(_A_SALE, _not_below_zero("commission_stated"))
                | Q(_A_REVERSAL, _not_above_zero("commission_stated"))
                | Q(_AN_ADJUSTMENT, commission_stated=None),
                name="a_stated_commission_has_the_sign_of_its_sale",
            ),
            models.CheckConstraint(
                condition=Q(_A_SALE, _not_below_zero("second_fee"))
                | Q(_A_REVERSAL, _not_above_zero("second_fee"))
                | Q(_AN_ADJUSTMENT, second_fee=None),
                name="a_second_fee_has_the_sign_of_its_sale",
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0) | ~_A_SALE,
                name="a_sale_leaves_the_issuer_no_less_than_nothing",
            ),
            models.CheckConstraint(
                condition=HAS_ITS_DECIMALS, name="a_price_has_the_decimals_it_was_written_with"
            ),
            models.CheckConstraint(condition=GROSS_FITS, name="gross_fits_shares_times_price"),
            models.CheckConstraint(
                condition=not_in_the_future("trade_date"),
                name="an_entry_is_not_dated_in_the_future",
            ),
            models.CheckConstraint(
                condition=may_be_a_reference("agent_reference"),
                name="a_reference_is_one_that_a_notice_may_have",
            ),
            models.CheckConstraint(
                condition=Q(
                    _A_SALE,
                    settlement_date__isnull=False,  # a check passes on null
                    settlement_date__gt=F("trade_date"),
                    agent_reference__isnull=False,
                )
                | Q(~_A_SALE, settlement_date=None, agent_reference=None),
                name="a_sale_has_a_settlement_date_and_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | ~Q(reason=""), name="a_reversal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(adjusts=None, concerns=None)
                | Q(_AN_ADJUSTMENT, concerns__isnull=False, concerns__lte=F("trade_date")),
                name="an_adjustment_concerns_a_day_and_is_dated_on_it_or_later",
            ),
        ]
        triggers = SALE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("placements:sale", args=[self.agreement.slug, self.number])

    @property
    def code(self) -> str:
        """The entry's name in a list over several agreements: SA-1."""
        return f"{self.agreement.code}-{self.number}"

    @property
    def apart(self) -> Decimal:
        """The dollars of its commission that no fee tiers give: what was stated, a second fee."""
        return (self.commission_stated or ZERO) + (self.second_fee or ZERO)

    @property
    def kind(self) -> str:
        """`sale`, `reversal` or `adjustment`."""
        if self.adjusts_id is not None:
            return "adjustment"
        return "sale" if self.reverses_id is None else "reversal"


class Delivery(models.Model):
    """The issuer's delivery of a sale's shares, which settles it (p. S-11).

    For an adjustment, which has no shares: the payment of its commission.
    """

    sale = models.OneToOneField(Sale, models.PROTECT, related_name="delivery")
    delivered_on = models.DateField()
    remark = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-delivered_on", "-pk"]
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="delivery_by_recording"),
            models.Index(fields=["-delivered_on", "-id"], name="delivery_latest_first"),
            models.Index(fields=["delivered_on", "sale"], name="delivery_by_day"),
        ]
        triggers = DELIVERY_TRIGGERS

    def __str__(self) -> str:
        return f"Delivery of {written(self.delivered_on)}"
