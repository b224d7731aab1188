"""The reconciliation of a month, as a Controller signed it off."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.fields import MoneyField
from neoequity.books.periods.rules import Period
from neoequity.books.records.posted import PostedRecord
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.signed_text import from_text
from neoequity.statements.terms.signing import Prepared, title
from neoequity.statements.triggers.sign_off import SIGN_OFF_TRIGGERS
from placements.models import Agreement
from placements.models.written import not_in_the_future


class SignOff(PostedRecord):
    """A side of an agreement in a month: both balances in dollars and shares, and every row.

    `statement` is the reconciliation as `terms.signed_text` writes it, `digest` its SHA-256. The
    chain had `chain_length` entries and the digest `chain_digest` before this one. `signed_on` is
    the day of the books. A later sign-off of the same month supersedes.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="sign_offs")
    side = models.CharField(max_length=20, choices=SIDES)
    first_day = models.DateField()
    last_day = models.DateField()
    signed_on = models.DateField()
    ours_amount = MoneyField("ours, in dollars")
    ours_shares = models.BigIntegerField("ours, in shares")
    theirs_amount = MoneyField("theirs, in dollars")
    theirs_shares = models.BigIntegerField("theirs, in shares")
    chain_length = models.PositiveBigIntegerField()
    chain_digest = models.CharField(max_length=64)
    statement = models.TextField()
    digest = models.CharField("SHA-256 of the statement", max_length=64)
    note = models.CharField(max_length=300, blank=True)

    class Meta(PostedRecord.Meta):
        verbose_name = "sign-off"
        verbose_name_plural = "sign-offs"
        indexes = [
            models.Index(fields=["agreement", "side", "last_day"], name="sign_off_by_month"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=list(SIDES)), name="a_sign_off_is_of_one_of_the_sides"
            ),
            models.CheckConstraint(
                condition=not_in_the_future("signed_on"),
                name="a_sign_off_is_not_dated_in_the_future",
            ),
        ]
        triggers = SIGN_OFF_TRIGGERS

    def __str__(self) -> str:
        return f"Sign-off {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("statements:sign_off", args=[self.pk])

    @property
    def period(self) -> Period:
        """The month."""
        return Period(self.first_day, self.last_day)

    @property
    def title(self) -> str:
        """What is signed off: Bank, November 2001."""
        return title(self.side, self.period)

    @property
    def ours(self) -> Quantity:
        """Our balance: what was open before the month, and what is new in it."""
        return Quantity(self.ours_amount, self.ours_shares)

    @property
    def theirs(self) -> Quantity:
        """Their balance."""
        return Quantity(self.theirs_amount, self.theirs_shares)

    @cached_property
    def prepared(self) -> Prepared:
        """The reconciliation as it was signed off."""
        return from_text(self.statement)
