"""Placements: shares that issuer and agent agree to sell, with their status."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.history.tracking import event_options, every_change
from placements.models.agreement import Agreement
from placements.terms.lifecycle import PlacementState, Status
from placements.triggers.placement import (
    PLACEMENT_TRIGGERS,
)

TOTALS = ("gross_sold", "shares_sold")


class Placement(models.Model):  # type: ignore[django-manager-missing]  # its events: see below
    """Terms proposed by the issuer and, once accepted, agreed by both sides (p. S-11).

    Shares and prices are in the shares of the day it was proposed, and `shares_sold` is the sum of
    shares as traded: `counted` and `placements_as_of` restate them after stock splits.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="placements")
    number = models.PositiveIntegerField()
    shares_offered = models.BigIntegerField()
    minimum_price = PriceField(null=True, blank=True)
    expected_price = PriceField(
        null=True,
        blank=True,
        help_text="Reserves capacity for a placement without a minimum price.",
    )
    remark = models.CharField(max_length=300, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in Status],
        default=Status.DRAFT.value,
    )
    status_on = models.DateField("in this status since")
    status_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status_note = models.CharField(max_length=300, blank=True)
    proposed_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    gross_sold = MoneyField(default=0, editable=False)
    shares_sold = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="a_placement_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(shares_offered__gt=0), name="a_placement_offers_shares"
            ),
            models.CheckConstraint(
                condition=Q(shares_sold__gte=0), name="shares_sold_are_never_negative"
            ),
            models.CheckConstraint(
                # A check passes on null, so each price must be required explicitly.
                condition=(
                    Q(minimum_price__isnull=False, minimum_price__gt=0)
                    & (Q(expected_price=None) | Q(expected_price__gt=0))
                )
                | Q(minimum_price=None, expected_price__isnull=False, expected_price__gt=0),
                name="a_placement_has_a_minimum_or_an_expected_price",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(proposed_on__isnull=False),
                name="a_placement_past_draft_was_proposed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["accepted", "suspended", "closed"], accepted_on__isnull=False
                )
                | (Q(accepted_on=None) & ~Q(status__in=["accepted", "suspended", "closed"])),
                name="an_accepted_placement_and_no_other_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (Q(closed_on=None) & ~Q(status="closed")),
                name="a_closed_placement_and_no_other_has_its_closing_day",
            ),
        ]
        triggers = PLACEMENT_TRIGGERS

    def __str__(self) -> str:
        return f"Placement {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("placements:placement", args=[self.agreement.slug, self.number])

    def state(self) -> PlacementState:
        """The state that a move is checked against, with figures as agreed and as traded."""
        return PlacementState(
            number=self.number,
            status=self.status,
            status_on=self.status_on,
            accepted_on=self.accepted_on,
            closed_on=self.closed_on,
            shares_offered=self.shares_offered,
            shares_sold=self.shares_sold,
            minimum_price=self.minimum_price,
        )


class PlacementEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # a class made at run time
        Placement, *every_change(), exclude=TOTALS, **event_options()
    )
):
    """A placement after each change; the last one by a day is its state as of that day."""
