"""A warrant: issued once with its clocks; its outstanding shares follow its entries."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.fields import PriceField
from neoequity.books.models import Issuer
from placements.models import Agreement, Placement
from warrants.models.series import Series
from warrants.terms.clocks import Clocks
from warrants.triggers.warrant import WARRANT_TRIGGERS


class Warrant(models.Model):
    """A warrant of the agent under an agreement, or of one holder in a callable series.

    `shares` and `exercise_price` (dollars, four decimals) are as of the day of issue, before later
    splits; a series has no price until it is called.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="warrants")
    number = models.PositiveIntegerField()
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="warrants"
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, related_name="warrants"
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="warrants"
    )
    shares = models.BigIntegerField()
    exercise_price = PriceField(null=True, blank=True)
    issued_on = models.DateField()
    cashless_from = models.DateField(null=True, blank=True)
    agreed_transfer_from = models.DateField(null=True, blank=True)
    nasd_transfer_from = models.DateField(null=True, blank=True)
    registrable_from = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    outstanding = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["issuer", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"], name="a_warrant_number_is_used_once"
            ),
            models.CheckConstraint(condition=Q(shares__gt=0), name="a_warrant_is_for_shares"),
            models.CheckConstraint(
                condition=Q(outstanding__gte=0),
                name="exercised_and_cancelled_stay_within_issued",
            ),
            models.CheckConstraint(
                condition=Q(
                    agreement__isnull=False,
                    series=None,
                    exercise_price__isnull=False,  # a CHECK passes on NULL
                    exercise_price__gt=0,
                )
                | Q(agreement=None, placement=None, series__isnull=False, exercise_price=None),
                name="a_warrant_is_the_agents_or_of_a_series",
            ),
            models.CheckConstraint(
                condition=Q(agreement=None)
                | Q(
                    cashless_from__isnull=False,
                    agreed_transfer_from__isnull=False,
                    nasd_transfer_from__isnull=False,
                    registrable_from__isnull=False,
                    expires_on__isnull=False,
                ),
                name="an_agents_warrant_has_all_its_clocks",
            ),
        ]
        triggers = WARRANT_TRIGGERS

    def __str__(self) -> str:
        return f"Warrant {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("warrants:warrant", args=[self.issuer.slug, self.number])

    def clocks(self) -> Clocks | None:
        """The clocks of an agent's warrant; None for a series, whose clocks are unknown."""
        if (
            self.cashless_from is None
            or self.agreed_transfer_from is None
            or self.nasd_transfer_from is None
            or self.registrable_from is None
            or self.expires_on is None
        ):
            return None
        return Clocks(
            issued_on=self.issued_on,
            cashless_from=self.cashless_from,
            agreed_transfer_from=self.agreed_transfer_from,
            nasd_transfer_from=self.nasd_transfer_from,
            registrable_from=self.registrable_from,
            expires_on=self.expires_on,
        )
