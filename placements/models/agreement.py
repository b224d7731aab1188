"""An agreement with the agent: its terms now in force, their pages, and its totals."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from neoequity.books.fields import MoneyField, RateField
from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from neoequity.books.meta import AnyField
from placements.models.limits import checks
from placements.models.terms import COLUMNS, Terms, changed_terms
from placements.terms.agreement_code import A_CODE, CODE_PATTERN, LONGEST_CODE
from placements.terms.commission import Schedules
from placements.terms.fees import AS_STATED, FeeSchedule, Tier, expected_fees
from placements.terms.limits import TIER_LIMITS
from placements.terms.notice import AgreementTerms
from placements.triggers.agreement import (
    agreement_triggers,
)
from placements.triggers.fee_tier import FEE_TIER_TRIGGERS

if TYPE_CHECKING:
    from placements.models.version import TermVersion

TOTALS = ("gross_sold", "shares_sold", "commission_sold", "commission_apart")


class Agreement(Terms):  # type: ignore[django-manager-missing]  # its events: see below
    """A sales agreement; its columns of terms hold the version now in force (see TermVersion).

    `shares_sold` is the sum of shares as traded, for the database's own checks; after a stock split
    `positions` gives them in the shares of a day.
    """

    slug = models.SlugField("short name", unique=True)
    code = models.CharField(
        max_length=LONGEST_CODE,
        blank=True,
        validators=[RegexValidator(CODE_PATTERN, f"The code must be {A_CODE}.")],
        help_text="Stands before the number of each entry, as in SA-1. Left empty: the initials.",
    )
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="agreements")
    gross_sold = MoneyField(default=0, editable=False)
    shares_sold = models.BigIntegerField(default=0, editable=False)
    commission_sold = MoneyField(default=0, editable=False)
    #: The part of `commission_sold` that no fee tiers give: see `Sale.apart`.
    commission_apart = MoneyField(default=0, editable=False)

    class Meta(Terms.Meta):
        abstract = False
        ordering = ["-capacity", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_PATTERN), name="a_code_is_a_few_capitals_and_digits"
            ),
            models.UniqueConstraint(
                fields=["issuer", "code"], name="a_code_names_one_agreement_of_an_issuer"
            ),
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
        triggers = agreement_triggers(COLUMNS.values())

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("placements:agreement", args=[self.slug])

    def versions_by(self, day: date, known_at: datetime | None = None) -> "list[TermVersion]":
        """The versions that had begun by a day and, if given, were recorded by a moment.

        The last of them is in force. The first is always included: days before the signing have
        the terms of the signing. Reads `versions`, so prefetch them for many agreements.
        """
        return [
            version
            for version in self.versions.all()
            if version.has_begun(day)
            and (known_at is None or version.number == 1 or version.recorded_at <= known_at)
        ]

    def agent_on(self, day: date) -> str:
        """The name of the agent on a day, as known now; reads `versions`."""
        return self.versions_by(day)[-1].agent

    def tiers(self, versions: "Sequence[TermVersion] | None" = None) -> "list[FeeTier]":
        """The fee tiers in force with the last of these versions (default: of all), if any."""
        terms: Terms = versions[-1] if versions else self
        number = versions[-1].number if versions else None
        return tiers_in_force(self.fee_tiers.all(), terms, number)

    def fee_schedule(self, on: date | None = None, known_at: datetime | None = None) -> FeeSchedule:
        """What a sale of a day (default: now) costs at most; reads `fee_tiers`."""
        versions = None if on is None else self.versions_by(on, known_at)
        return fees_expected(versions[-1] if versions else self, self.tiers(versions))

    def schedules(self, versions: "Sequence[TermVersion] | None" = None) -> Schedules:
        """The commission schedules of these versions (default: of all), in their order.

        Reads `fee_tiers` and `versions`.
        """
        in_order = list(self.versions.all() if versions is None else versions)
        starts: dict[date, FeeSchedule] = {}
        for version in with_schedules(in_order, self.fee_tiers.all()):
            begins_with_signing = version.effective_on <= version.signed_on
            tiers = self.tiers(in_order[: version.number])
            start = date.min if begins_with_signing else version.effective_on
            starts[start] = fee_schedule_of(tiers) if tiers else AS_STATED
        return Schedules(starts)

    def cited(self, versions: "Sequence[TermVersion] | None" = None) -> dict[str, str]:
        """The page of each term, or the document that changed it last among these versions."""
        in_order = self.versions.all() if versions is None else versions
        pages = {page.term: page.page for page in self.term_citations.all()}
        for before, after in pairwise(in_order):
            pages |= dict.fromkeys(changed_terms(before, after), after.cited)
        return pages

    def terms(self, on: date | None = None) -> AgreementTerms:
        """The terms that a sale of a day (default: now) must meet; reads the related rows.

        The capacity is today's whatever the day: all sales together must fit into it.
        """
        versions = None if on is None else self.versions_by(on)
        of_day: Terms = versions[-1] if versions else self
        return AgreementTerms(
            name=self.name,
            capacity=self.capacity,
            methods=tuple(of_day.methods),
            settlement_days=of_day.settlement_days,
            fees=fees_expected(of_day, self.tiers(versions)),
            pages=self.cited(versions),
            commission_maximum_rate=of_day.commission_maximum_rate,
            second_fee_rate=of_day.second_fee_rate,
            terminated_on=of_day.terminated_on,
        )


def column_of(term: str) -> AnyField:
    """The agreement's column with this name."""
    column = Agreement._meta.get_field(term)
    assert isinstance(column, models.Field)  # noqa: S101  # a term is a column
    return column


def heading_and_label(term: str) -> tuple[str, str]:
    """The words of "warrants: due after …" around the colon, capitalized; the first may be ""."""
    heading, _, label = str(column_of(term).verbose_name).rpartition(": ")
    return heading[:1].upper() + heading[1:], label[:1].upper() + label[1:]


def term_in_words(term: str) -> str:
    """A term as the history names it, also one that is no column: warrants: warrant coverage."""
    names = {field.name: str(field.verbose_name) for field in Agreement._meta.local_fields}
    return names.get(term, term.replace("_", " "))


def fee_schedule_of(tiers: "Iterable[FeeTier]") -> FeeSchedule:
    """The commission schedule of these tiers."""
    return FeeSchedule(Tier(tier.above, tier.rate) for tier in tiers)


def fees_expected(terms: Terms, tiers: "Iterable[FeeTier]") -> FeeSchedule:
    """What a further sale costs at most under these terms, which have these tiers or a maximum."""
    in_force = [Tier(tier.above, tier.rate) for tier in tiers]
    return expected_fees(in_force, terms.commission_maximum_rate, terms.second_fee_rate)


def with_schedules(
    versions: "Iterable[TermVersion]", tiers: "Iterable[FeeTier]"
) -> "list[TermVersion]":
    """Those of the versions, in their order, from which sales are priced otherwise.

    One brings fee tiers, or is the first with a maximum; the versions begin with number 1.
    """
    with_tiers = {tier.version for tier in tiers}
    found, was_stated = [], False
    for version in versions:
        is_stated = version.commission_maximum_rate is not None
        if version.number in with_tiers or (is_stated and not was_stated):
            found.append(version)
        was_stated = is_stated
    return found


def tiers_in_force(
    tiers: "Iterable[FeeTier]", terms: Terms, version: int | None
) -> "list[FeeTier]":
    """The tiers of the last version with fee tiers, up to the version in force; none as stated."""
    if terms.commission_maximum_rate is not None:
        return []
    begun = [tier for tier in tiers if version is None or tier.version <= version]
    last = max((tier.version for tier in begun), default=1)
    return [tier for tier in begun if tier.version == last]


class AgreementEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # a class made at run time
        Agreement, *every_change(), exclude=TOTALS, **event_options()
    )
):
    """An agreement's terms after each change; its totals are not tracked."""


@pghistory.track(*every_change(), **event_options())
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
        triggers = FEE_TIER_TRIGGERS

    def __str__(self) -> str:
        return f"{100 * self.rate:.2f}% above ${self.above:,.0f}"
