"""The register: entries, posted once and never changed, and the balances derived from them."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import DecimalField, F, Func, Q
from django.db.models.functions import Abs, Now, Round, Sign

from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.models import Approval
from placements.models import Split
from warrants.models.holder import Holder
from warrants.models.series import CallNotice
from warrants.models.warrant import Warrant
from warrants.triggers.balance import BALANCE_TRIGGERS
from warrants.triggers.entry import ENTRY_TRIGGERS

ENTRY_KINDS = {
    "issue": "Issue",
    "transfer": "Transfer",
    "cash_exercise": "Exercise for cash",
    "cashless_exercise": "Cashless exercise",
    "cancellation": "Cancellation",
    "expiry": "Expiry",
    "split": "Stock split",
}
EXERCISES = ("cash_exercise", "cashless_exercise")


class _Quotient(Func):
    """The integer part of a quotient, with no intermediate rounding."""

    function = "DIV"
    output_field = DecimalField(max_digits=36, decimal_places=0)


_CASHLESS = Sign(F("shares")) * _Quotient(
    Abs(F("shares")) * (F("market_price") - F("exercise_price")), F("market_price")
)


class Entry(models.Model):
    """Warrant shares that moved from `holder_from` to `holder_to`, or a reversal of such an entry.

    `shares` counts warrant shares and is negative on a reversal, as are `shares_issued` (common
    stock) and `cash` (dollars to the issuer). They are in shares of the entry's day, as far as its
    splits were known at recording; a reversal repeats those of the entry it negates. An entry of
    the kind `split` restates a balance in shares of the day. Entries may be dated in any order.
    `approval` is the request for an issue, a transfer or a cancellation, where there was one; a
    reversal's request names the entry that it reverses.
    """

    warrant = models.ForeignKey(Warrant, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=list(ENTRY_KINDS.items()))
    on = models.DateField()
    holder_from = models.ForeignKey(
        Holder, models.PROTECT, null=True, blank=True, related_name="entries_from"
    )
    holder_to = models.ForeignKey(
        Holder, models.PROTECT, null=True, blank=True, related_name="entries_to"
    )
    shares = models.BigIntegerField()
    exercise_price = PriceField(null=True, blank=True)
    market_price = PriceField(null=True, blank=True)
    shares_issued = models.BigIntegerField(default=0)
    cash = MoneyField(default=0)
    call = models.ForeignKey(
        CallNotice, models.PROTECT, null=True, blank=True, related_name="entries"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    reason = models.CharField(max_length=300, blank=True)
    approval = models.OneToOneField(
        Approval,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="approved request",
    )
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    # Set by the pages that show the register as of a day.
    reversed_by: int | None
    may_reverse: bool
    before_split: Split | None
    counts_then: int

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["warrant", "number"]
        indexes = [
            models.Index(fields=["on"], name="entry_by_day"),
            models.Index(fields=["-recorded_at", "-id"], name="entry_by_recording"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["warrant", "number"], name="an_entry_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, shares__gt=0, shares_issued__gte=0, cash__gte=0)
                | Q(reverses__isnull=False, shares__lt=0, shares_issued__lte=0, cash__lte=0),
                name="an_entry_is_positive_and_its_reversal_negative",
            ),
            models.CheckConstraint(
                condition=Q(kind="issue", holder_from=None, holder_to__isnull=False)
                | Q(kind="transfer", holder_from__isnull=False, holder_to__isnull=False)
                | Q(
                    kind__in=[*EXERCISES, "cancellation", "expiry"],
                    holder_from__isnull=False,
                    holder_to=None,
                )
                | Q(kind="split", holder_from__isnull=True, holder_to__isnull=False)
                | Q(kind="split", holder_from__isnull=False, holder_to__isnull=True),
                name="an_entry_names_the_holders_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="issue", number=1, reverses=None)
                | (~Q(kind="issue") & Q(number__gt=1)),
                name="a_register_begins_with_the_issue",
            ),
            models.CheckConstraint(
                # A CHECK passes on NULL, so the price must be required explicitly.
                condition=Q(kind__in=EXERCISES, exercise_price__isnull=False, exercise_price__gt=0)
                | (
                    ~Q(kind__in=EXERCISES)
                    & Q(exercise_price=None, market_price=None, call=None, shares_issued=0, cash=0)
                ),
                name="an_exercise_and_no_other_entry_has_a_price",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cash_exercise")
                | Q(shares_issued=F("shares"), cash=Round(F("shares") * F("exercise_price"), 2)),
                name="cash_is_shares_times_exercise_price",
            ),
            models.CheckConstraint(
                condition=Q(market_price=None) | Q(market_price__gt=0),
                name="a_market_price_is_positive",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cashless_exercise")
                | Q(
                    market_price__isnull=False,
                    market_price__gt=F("exercise_price"),
                    shares_issued=_CASHLESS,
                    cash=0,
                )
                & ~Q(shares_issued=0),
                name="a_cashless_exercise_pays_with_the_gain",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(reverses=None) & ~Q(kind="cancellation"),
                name="a_cancellation_and_a_reversal_have_a_reason",
            ),
        ]
        triggers = ENTRY_TRIGGERS

    def __str__(self) -> str:
        return f"Entry {self.number}"

    def reckons_with(self, split: Split) -> bool:
        """Whether its count is in post-split shares; a reversal follows the entry it negates."""
        original = self.reverses or self
        if split.effective_on > original.on or not split.pk:
            return False
        return not original.pk or original.recorded_at >= split.recorded_at

    def older(self, splits: Iterable[Split]) -> list[Split]:
        """Those of the warrant's splits, in order, effective by its day but not reflected in it."""
        return [
            split
            for split in splits
            if split.effective_on <= self.on and not self.reckons_with(split)
        ]


class Balance(models.Model):
    """A holder's warrant shares as of the last entry, kept by the database."""

    warrant = models.ForeignKey(Warrant, models.PROTECT, related_name="balances")
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="balances")
    shares = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["warrant", "holder"]
        constraints = [
            models.UniqueConstraint(
                fields=["warrant", "holder"], name="a_holder_has_one_balance_a_warrant"
            ),
            models.CheckConstraint(
                condition=Q(shares__gte=0), name="a_holder_never_gives_more_than_it_has"
            ),
        ]
        triggers = BALANCE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.shares}"
