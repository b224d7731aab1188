"""Shelf registrations."""

import pghistory
from django.db import models
from django.db.models import F, Q

from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from placements.triggers.shelf import SHELF_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class Shelf(models.Model):
    """A shelf registration (Form S-3) from which shares are taken down; amounts in dollars.

    What was sold from it before the agreements is stated as of a day (p. S-10).
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="shelves")
    file_number = models.CharField(max_length=20, unique=True)
    form = models.CharField(max_length=20, default="Form S-3")
    prospectus_date = models.DateField(null=True, blank=True)
    effective_on = models.DateField("effective", null=True, blank=True)
    expires_on = models.DateField("expires", null=True, blank=True)
    amount = MoneyField(
        "amount registered", null=True, blank=True, help_text="If empty: not stated, or unlimited."
    )
    sold_before_gross = MoneyField("sold earlier: gross proceeds", null=True, blank=True)
    sold_before_shares = models.BigIntegerField("sold earlier: shares", null=True, blank=True)
    sold_before_warrants = models.BigIntegerField(
        "issued earlier: shares under warrants", null=True, blank=True
    )
    sold_before_warrant_price = PriceField(
        "issued earlier: average exercise price", null=True, blank=True
    )
    sold_before_as_of = models.DateField("sold earlier: as of", null=True, blank=True)
    sold_before_page = models.CharField("sold earlier: page", max_length=80, blank=True)
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "shelves"
        constraints = [
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gt=0))
                & (Q(sold_before_gross=None) | Q(sold_before_gross__gte=0))
                & (Q(sold_before_shares=None) | Q(sold_before_shares__gte=0))
                & (Q(sold_before_warrants=None) | Q(sold_before_warrants__gte=0))
                & (Q(sold_before_warrant_price=None) | Q(sold_before_warrant_price__gt=0)),
                name="figures_of_a_shelf_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(effective_on=None)
                | Q(expires_on=None)
                | Q(expires_on__gte=F("effective_on")),
                name="a_shelf_expires_after_it_became_effective",
            ),
        ]
        triggers = SHELF_TRIGGERS

    def __str__(self) -> str:
        return f"{self.form} {self.file_number}"
