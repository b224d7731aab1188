"""Deliveries that failed: posted once, with the day on which their sale falls due again."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from neoequity.books.days import written
from neoequity.books.issuers import Issuer
from neoequity.books.records.posted import PostedRecord
from placements.models.sale import Sale
from placements.models.written import not_in_the_future
from placements.triggers.delivery_failure import DELIVERY_FAILURE_TRIGGERS


class DeliveryFailure(PostedRecord):
    """A sale whose shares were not delivered on the day; several in a row are possible."""

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="failures")
    failed_on = models.DateField()
    new_day = models.DateField("due again on")
    reason = models.CharField(max_length=300)

    class Meta(PostedRecord.Meta):
        verbose_name = "failed delivery"
        verbose_name_plural = "failed deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(new_day__gt=F("failed_on")),
                name="a_failed_delivery_falls_due_again_later",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_failed_delivery_has_a_reason"),
            models.CheckConstraint(
                condition=not_in_the_future("failed_on"),
                name="a_failure_is_not_dated_in_the_future",
            ),
        ]
        triggers = DELIVERY_FAILURE_TRIGGERS

    def __str__(self) -> str:
        return f"Failed delivery {self.pk} of {written(self.failed_on)}"

    @classmethod
    def due_again(
        cls, issuer: Issuer, as_of: date, known_at: datetime | None = None
    ) -> dict[int, date]:
        """The new day of each sale whose delivery failed by the day, by the sale's key; one query.

        Of several failures the last one counts; with `known_at`, of those recorded by then.
        """
        rows = cls.objects.filter(sale__agreement__issuer=issuer, failed_on__lte=as_of)
        if known_at is not None:
            rows = rows.filter(recorded_at__lte=known_at)
        return dict(rows.order_by("pk").values_list("sale_id", "new_day"))

    @property
    def sale_named(self) -> str:
        """Its sale in words; reads the sale and its agreement."""
        return f"{self.sale}, {self.sale.agreement}"
