"""Other offers of the company, which the lock-up forbids, and the agent's consents to them."""

from django.db import models
from django.db.models import F, Q

from neoequity.books.days import written
from neoequity.company.models.record import ApprovedRecord
from neoequity.company.terms.choices import OFFERS
from neoequity.company.triggers.consent import CONSENT_TRIGGERS
from neoequity.company.triggers.offering import OFFERING_TRIGGERS
from placements.models import Agreement


class Offering(ApprovedRecord):
    """An offer, sale, grant or call outside the agreements, from `day` until a day, if it ended."""

    kind = models.CharField(max_length=20, choices=OFFERS)
    until = models.DateField("until", null=True, blank=True)
    party = models.CharField("with", max_length=120, blank=True)
    shares = models.BigIntegerField(null=True, blank=True)
    what = models.CharField("what is offered", max_length=200)

    class Meta(ApprovedRecord.Meta):
        verbose_name = "other offer"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(OFFERS)), name="an_offer_is_one_of_the_list"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("day")),
                name="an_offer_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(shares=None) | Q(shares__gt=0), name="an_offer_is_for_some_shares"
            ),
        ]
        triggers = OFFERING_TRIGGERS

    def __str__(self) -> str:
        return f"{OFFERS[self.kind]}, {written(self.day)}: {self.what}"


class Consent(ApprovedRecord):
    """The agent's written consent to offers within these days; it counts once its paper is there.

    `day` is the day of the paper.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    starts_on = models.DateField("covers from")
    ends_on = models.DateField("covers until")
    covers = models.CharField("what it covers", max_length=200)

    class Meta(ApprovedRecord.Meta):
        verbose_name = "agent's consent"
        verbose_name_plural = "agent's consents"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_consent_covers_some_days"
            )
        ]
        triggers = CONSENT_TRIGGERS

    def __str__(self) -> str:
        return f"Agent's consent of {written(self.day)}"
