"""A placement: shares that issuer and agent agree to sell, and where it stands in its life."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.history.tracking import every_change, kept, watched
from neoequity.books.triggers import (
    SENT_BY_HAND,
    STAYS_ITSELF,
    after_insert,
    after_move,
    after_update,
    refuse,
    rule,
    steps,
)
from placements.models.agreement import Agreement
from placements.models.closed_days import DRAFTS_KEEP_OUT, MOVES_KEEP_OUT
from placements.models.moves import (
    DRAFTED_SINCE_THE_SPLIT,
    FIT_ACCEPTANCES,
    PROPOSAL_IS_APPROVED,
    REQUEST_KEEPS_THE_DAY,
    SALES_FIT_THE_MOVE,
)
from placements.models.sealed import SEAL_ORIGINAL_TERMS
from placements.terms.lifecycle import TRANSITIONS, PlacementState, Status

TOTALS = ("gross_sold", "shares_sold")

_ALLOWED = ", ".join(f"('{source}', '{target}')" for source, target in TRANSITIONS)
# A move writes its own day, once; nothing else writes one, but for the day of a draft.
_A_DAY_IS_WRITTEN_BY_HAND = """
    (NEW.proposed_on, NEW.accepted_on, NEW.closed_on) IS DISTINCT FROM (
        CASE WHEN OLD.status = 'draft' AND NEW.status = 'proposed'
             THEN NEW.status_on ELSE OLD.proposed_on END,
        CASE WHEN OLD.status = 'proposed' AND NEW.status = 'accepted'
             THEN NEW.status_on ELSE OLD.accepted_on END,
        CASE WHEN OLD.status <> 'closed' AND NEW.status = 'closed'
             THEN NEW.status_on ELSE OLD.closed_on END)
    OR (OLD.status = NEW.status AND OLD.status <> 'draft' AND OLD.status_on <> NEW.status_on)
"""


class Placement(models.Model):  # type: ignore[django-manager-missing]  # its events: see below
    """Terms proposed by the issuer and, once accepted, agreed by both sides (p. S-11).

    Shares and prices count the shares of the day it was proposed on, `shares_sold` is the sum of
    shares as traded: after a stock split `counted` and `placements_as_of` tell what they are now.
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
                # A check lets pass what is null, so the prices must be named as given.
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
        triggers = [
            refuse(
                "moves_by_the_table",
                pgtrigger.Update,
                "A placement moves from one status to another only as the table of moves allows.",
                f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({_ALLOWED})",
            ),
            refuse(
                "starts_as_a_draft",
                pgtrigger.Insert,
                "A placement starts as a draft under which nothing has been sold.",
                "NEW.status <> 'draft' OR NEW.gross_sold <> 0 OR NEW.shares_sold <> 0 "
                "OR NEW.proposed_on IS NOT NULL",
            ),
            refuse(
                "days_do_not_run_backwards",
                pgtrigger.Update,
                "A placement moves on the day of its last move or later.",
                "NEW.status_on < OLD.status_on",
            ),
            refuse(
                "agreed_terms_stay",
                pgtrigger.Update,
                "The terms of a placement can only be changed while it is a draft.",
                "OLD.status <> 'draft' AND (OLD.agreement_id, OLD.number, OLD.shares_offered, "
                "OLD.minimum_price, OLD.expected_price) IS DISTINCT FROM (NEW.agreement_id, "
                "NEW.number, NEW.shares_offered, NEW.minimum_price, NEW.expected_price)",
            ),
            refuse(
                "days_of_its_life_stay",
                pgtrigger.Update,
                "The days of a placement are written by its moves only.",
                _A_DAY_IS_WRITTEN_BY_HAND,
            ),
            refuse(
                "totals_follow_the_sales",
                pgtrigger.Update,
                "The totals of a placement follow its sales and are not written by hand.",
                f"{SENT_BY_HAND} AND (OLD.gross_sold, OLD.shares_sold) "
                "IS DISTINCT FROM (NEW.gross_sold, NEW.shares_sold)",
            ),
            refuse(
                "placements_stay",
                pgtrigger.Delete,
                "A placement is withdrawn, not deleted.",
            ),
            watched(),
            refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
            after_move(
                "acceptance_fits_capacity",
                "OLD.status = 'proposed' AND NEW.status = 'accepted'",
                FIT_ACCEPTANCES,
            ),
            after_move(
                "proposed_as_approved",
                "OLD.status = 'draft' AND NEW.status = 'proposed'",
                steps(
                    DRAFTED_SINCE_THE_SPLIT=DRAFTED_SINCE_THE_SPLIT,
                    PROPOSAL_IS_APPROVED=PROPOSAL_IS_APPROVED,
                ),
            ),
            after_move(
                "sales_fit_the_move",
                "OLD.status <> NEW.status AND NEW.status IN ('suspended', 'closed')",
                SALES_FIT_THE_MOVE,
            ),
            refuse(
                "stays_under_its_agreement",
                pgtrigger.Update,
                "A placement stays under its agreement.",
                "OLD.agreement_id <> NEW.agreement_id",
            ),
            after_insert("drafts_keep_out_of_closed_periods", DRAFTS_KEEP_OUT),
            # By its name it runs after the one above, which takes the locks.
            after_insert("first_draft_seals_the_terms", SEAL_ORIGINAL_TERMS),
            after_update("moves_keep_out_of_closed_periods", MOVES_KEEP_OUT),
            rule(
                "its_request_keeps_the_day",
                pgtrigger.UpdateOf("status_on"),
                REQUEST_KEEPS_THE_DAY + "RETURN NULL;",
                when=pgtrigger.After,
                condition=pgtrigger.Condition("(OLD.status_on <> NEW.status_on)"),
            ),
        ]

    def __str__(self) -> str:
        return f"Placement {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("placements:placement", args=[self.agreement.slug, self.number])

    def state(self) -> PlacementState:
        """What a move is held against: its figures as agreed and as traded."""
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
        Placement, *every_change(), exclude=TOTALS, **kept()
    )
):
    """A placement as it stood after each change; the last one by a day is its as-of state."""
