"""The terms of an agreement: one column each, the same on the agreement and on its versions.

An agreement's name, agent, shelf and signing day are terms as well: once it has placements, they
change by an amendment or a correction only.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from neoequity.books.fields import MoneyField, RateField
from placements.models.shelf import Shelf
from placements.terms.agent_notice import NOTICE_NEEDED
from placements.terms.ending import TERMINATED_BY
from placements.terms.limits import LONGEST
from placements.terms.notice import METHODS
from placements.triggers.sealed import TERMS as SEALED


class Terms(models.Model):
    """Amounts in dollars, rates as fractions, periods in years or days; see LIMITS for how far."""

    name = models.CharField(max_length=LONGEST["name"])
    agent = models.CharField(max_length=LONGEST["agent"])
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="%(class)ss")
    signed_on = models.DateField()
    capacity = MoneyField("capacity (gross proceeds)")
    methods = ArrayField(
        models.CharField(max_length=20, choices=list(METHODS.items())),
        verbose_name="methods of sale allowed",
    )
    settlement_days = models.SmallIntegerField(
        "settlement days after the trade date",
        null=True,
        blank=True,
        help_text="If empty: the market's standard cycle on the trade date.",
    )
    termination_from = models.DateField("terminable by either party from", null=True, blank=True)
    commission_maximum_rate = RateField(
        "commission as stated, at most",
        null=True,
        blank=True,
        help_text="Instead of fee tiers: each sale states its commission, up to this rate.",
    )
    second_fee_rate = RateField(
        "second fee beside the commission",
        null=True,
        blank=True,
        help_text="On the gross of each sale, to the cent.",
    )
    largest_commission = MoneyField("largest commission possible", null=True, blank=True)
    expense_cap = MoneyField("expense reimbursement, at most", null=True, blank=True)
    expense_refundable = models.BooleanField("expenses may be refundable", default=False)
    advisory_share = MoneyField("share of the advisory money", null=True, blank=True)
    compensation_limit_rate = RateField("all compensation, at most", null=True, blank=True)
    lock_up_days_before = models.SmallIntegerField(
        "lock-up: trading days before terms are agreed", null=True, blank=True
    )
    lock_up_days_after = models.SmallIntegerField(
        "lock-up: trading days after the last settlement", null=True, blank=True
    )
    warrant_coverage_rate = RateField("warrants: warrant coverage", null=True, blank=True)
    warrant_strike_rate = RateField(
        "warrants: exercise price as % of average price", null=True, blank=True
    )
    warrant_limit_rate = RateField("warrants: at most of the shares sold", null=True, blank=True)
    warrant_pooled = models.BooleanField(
        "warrants: average over the whole programme", default=False
    )
    warrant_due_days = models.SmallIntegerField(
        "warrants: due after the last settlement (days)", null=True, blank=True
    )
    warrant_life_years = models.SmallIntegerField(
        "warrants: exercisable for (years)", null=True, blank=True
    )
    warrant_cashless_years = models.SmallIntegerField(
        "warrants: cashless exercise after (years)", null=True, blank=True
    )
    warrant_transfer_years = models.SmallIntegerField(
        "warrants: transferable after issuance (years)", null=True, blank=True
    )
    warrant_nasd_transfer_years = models.SmallIntegerField(
        "warrants: transferable after the offering's effective date (years)", null=True, blank=True
    )
    warrant_registration_years = models.SmallIntegerField(
        "warrants: registration rights after (years)", null=True, blank=True
    )
    warrant_last_day_included = models.BooleanField(
        "warrants: last day of exercise included", default=True
    )
    offering_effective_on = models.DateField(
        "effective date of the offering (NASD)", null=True, blank=True
    )
    warrant_demand_limit = models.SmallIntegerField(
        "warrants: demands for registration", null=True, blank=True
    )
    # Null, not empty, where the agreement is silent: the seal covers it where it is not null.
    notice_needed = models.CharField(  # noqa: DJ001  # see above
        "agent’s notice needed",
        max_length=20,
        null=True,
        blank=True,
        choices=list(NOTICE_NEEDED.items()),
        help_text="If empty: before the period of the sale closes.",
    )
    terminated_on = models.DateField(
        "terminated, with effect from",
        null=True,
        blank=True,
        help_text="From this day on nothing is placed or sold under the agreement.",
    )
    terminated_by = models.CharField(  # noqa: DJ001  # as above
        "terminated by",
        max_length=10,
        null=True,
        blank=True,
        choices=list(TERMINATED_BY.items()),
    )

    class Meta:
        abstract = True


#: The column of each term, by the name of the term; the shelf's is its key.
COLUMNS = {field.name: field.column for field in Terms._meta.local_fields}
TERMS = tuple(COLUMNS)
#: Columns that were added after the first seals; requests from before do not state them.
LATER_TERMS = tuple(SEALED.later)
#: The terms that identify an agreement; the others are what was agreed.
IDENTITY = ("name", "agent", "shelf", "signed_on")


def changed_terms(before: Terms, after: Terms) -> list[str]:
    """The names of the terms in which two versions differ."""
    return [
        name
        for name, column in COLUMNS.items()
        if getattr(before, column) != getattr(after, column)
    ]
