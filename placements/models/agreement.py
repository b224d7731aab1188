"""An agreement with the agent: its terms in force now, their pages, and its totals."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from neoequity.books.fields import MoneyField, RateField
from neoequity.books.history.tracking import every_change, kept, watched
from neoequity.books.issuers import Issuer
from neoequity.books.triggers import SENT_BY_HAND, STAYS_ITSELF, refuse, rule
from placements.models.amending import (
    FIRST_VERSION,
    FIRST_VERSION_FOLLOWS,
    NO_VERSION_LEFT,
    TERMS_CHANGED,
)
from placements.models.closed_days import SIGNINGS_KEEP_OUT
from placements.models.in_force import COMMISSION_FOLLOWS_TRADE_ORDER
from placements.models.limits import checks
from placements.models.locking import refuse_while
from placements.models.terms import Terms, changed_terms
from placements.terms.commission import Schedules
from placements.terms.fees import FeeSchedule, Tier
from placements.terms.limits import TIER_LIMITS
from placements.terms.notice import AgreementTerms

if TYPE_CHECKING:
    from placements.models.version import TermVersion

TOTALS = ("gross_sold", "shares_sold", "commission_sold")


class Agreement(Terms):  # type: ignore[django-manager-missing]  # its events: see below
    """A sales agreement; its columns of terms are the version in force now (see TermVersion).

    `shares_sold` is the sum of shares as traded, for the database's own bookkeeping; after a stock
    split `positions` tells them in the shares of a day.
    """

    slug = models.SlugField(unique=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="agreements")
    gross_sold = MoneyField(default=0, editable=False)
    shares_sold = models.BigIntegerField(default=0, editable=False)
    commission_sold = MoneyField(default=0, editable=False)

    class Meta(Terms.Meta):
        abstract = False
        ordering = ["-capacity", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_sold__gte=0, gross_sold__lte=F("capacity")),
                name="gross_sold_stays_between_zero_and_capacity",
            ),
            models.CheckConstraint(
                condition=Q(shares_sold__gte=0, commission_sold__gte=0),
                name="shares_and_commission_sold_are_never_negative",
            ),
            *checks(),
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
            refuse_while(
                "stays_with_its_issuer",
                pgtrigger.Update,
                "An agreement under which placements stand keeps its issuer and its short name.",
                "SELECT 1 FROM placements_placement WHERE agreement_id = OLD.id",
                agreements="OLD.id",
                when="(OLD.issuer_id, OLD.slug) <> (NEW.issuer_id, NEW.slug)",
            ),
            refuse_while(
                "terms_change_by_versions",
                pgtrigger.Update,
                "The terms of an agreement in use change by an amendment or a correction, which "
                "another person approves.",
                "SELECT 1 FROM placements_placement WHERE agreement_id = OLD.id",
                agreements="OLD.id",
                when=f"{SENT_BY_HAND} AND {TERMS_CHANGED}",
            ),
            rule(
                "first_version_is_written",
                pgtrigger.Insert,
                FIRST_VERSION + "RETURN NULL;",
                when=pgtrigger.After,
            ),
            rule(
                "first_version_follows",
                pgtrigger.Update,
                FIRST_VERSION_FOLLOWS + "RETURN NULL;",
                when=pgtrigger.After,
                condition=pgtrigger.Condition(f"({SENT_BY_HAND} AND {TERMS_CHANGED})"),
            ),
            rule(
                "signings_keep_out_of_closed_periods",
                pgtrigger.UpdateOf("signed_on"),
                SIGNINGS_KEEP_OUT + "RETURN NULL;",
                when=pgtrigger.After,
                condition=pgtrigger.Condition("(OLD.signed_on <> NEW.signed_on)"),
            ),
            rule(
                "commission_follows_trade_order",
                pgtrigger.Update,
                COMMISSION_FOLLOWS_TRADE_ORDER + "RETURN NULL;",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,  # sales and adjustments are right together only
                condition=pgtrigger.Condition(
                    "((OLD.gross_sold, OLD.commission_sold) "
                    "IS DISTINCT FROM (NEW.gross_sold, NEW.commission_sold))"
                ),
            ),
            rule(
                "versions_go_with_it",
                pgtrigger.Delete,
                NO_VERSION_LEFT + "RETURN NULL;",
                when=pgtrigger.After,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("placements:agreement", args=[self.slug])

    def versions_by(self, day: date, known_at: datetime | None = None) -> "list[TermVersion]":
        """The versions that had begun on a day and, if given, were recorded by a moment.

        The last of them is in force; the first is always among them, and days before the signing
        have the terms of that day. Reads `versions`, so prefetch them for many agreements.
        """
        return [
            version
            for version in self.versions.all()
            if version.has_begun(day)
            and (known_at is None or version.number == 1 or version.recorded_at <= known_at)
        ]

    def agent_on(self, day: date) -> str:
        """The name of the agent in force on a day, as it is known now; reads `versions`."""
        return self.versions_by(day)[-1].agent

    def tiers(self, versions: "Sequence[TermVersion] | None" = None) -> "list[FeeTier]":
        """The fee tiers in force with the last of these versions (default: of all)."""
        return tiers_in_force(self.fee_tiers.all(), versions[-1].number if versions else None)

    def fee_schedule(self, on: date | None = None, known_at: datetime | None = None) -> FeeSchedule:
        """The commission schedule of a day (default: the latest); reads `fee_tiers`."""
        versions = None if on is None else self.versions_by(on, known_at)
        return FeeSchedule(Tier(tier.above, tier.rate) for tier in self.tiers(versions))

    def schedules(self, versions: "Sequence[TermVersion] | None" = None) -> Schedules:
        """The commission schedules of these versions (default: of all) in their order.

        Reads `fee_tiers` and `versions`.
        """
        held = list(self.versions.all() if versions is None else versions)
        own = {tier.version for tier in self.fee_tiers.all()}
        return Schedules(
            {
                date.min
                if version.effective_on <= version.signed_on
                else version.effective_on: FeeSchedule(
                    Tier(t.above, t.rate) for t in self.tiers(held[: version.number])
                )
                for version in held
                if version.number in own
            }
        )

    def cited(self, versions: "Sequence[TermVersion] | None" = None) -> dict[str, str]:
        """The page of each term, or the paper that changed it last among these versions."""
        held = self.versions.all() if versions is None else versions
        pages = {page.term: page.page for page in self.term_pages.all()}
        for before, after in pairwise(held):
            pages |= dict.fromkeys(changed_terms(before, after), after.cited)
        return pages

    def terms(self, on: date | None = None) -> AgreementTerms:
        """What a sale of a day (default: now) is held against; reads what hangs on the agreement.

        The capacity is the one of now whatever the day: all that is sold has to fit into it.
        """
        versions = None if on is None else self.versions_by(on)
        of_day: Terms = versions[-1] if versions else self
        return AgreementTerms(
            name=self.name,
            capacity=self.capacity,
            methods=tuple(of_day.methods),
            settlement_days=of_day.settlement_days,
            fees=FeeSchedule(Tier(tier.above, tier.rate) for tier in self.tiers(versions)),
            pages=self.cited(versions),
        )


def tiers_in_force(tiers: "Iterable[FeeTier]", version: int | None) -> "list[FeeTier]":
    """Those of the last version, up to the one in force, that came with fee tiers."""
    held = [tier for tier in tiers if version is None or tier.version <= version]
    last = max((tier.version for tier in held), default=1)
    return [tier for tier in held if tier.version == last]


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
    version = models.PositiveSmallIntegerField("from version", default=1, editable=False)
    above = MoneyField("gross above")
    rate = RateField()
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["agreement", "version", "above"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version", "above"],
                name="a_fee_tier_starts_at_an_amount_once",
            ),
            *checks(TIER_LIMITS),
        ]
        triggers = [
            refuse_while(
                "tiers_change_by_versions",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "The fee tiers of an agreement in use change by an amendment or a correction, "
                "which another person approves.",
                "SELECT 1 FROM placements_placement "
                "WHERE agreement_id IN (OLD.agreement_id, NEW.agreement_id)",
                agreements="OLD.agreement_id, NEW.agreement_id",
                when=SENT_BY_HAND,
            ),
            refuse(
                "later_tiers_come_with_their_version",
                pgtrigger.Insert | pgtrigger.Update,
                "The fee tiers of a later version are written with it.",
                f"{SENT_BY_HAND} AND NEW.version <> 1",
            ),
            watched(),
        ]

    def __str__(self) -> str:
        return f"{100 * self.rate:.2f}% above ${self.above:,.0f}"
