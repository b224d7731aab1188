"""Shelf registrations."""

import pghistory
from django.db import models

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from placements.triggers.shelf import SHELF_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class Shelf(models.Model):
    """A shelf registration (Form S-3) from which shares are taken down."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="shelves")
    file_number = models.CharField(max_length=20, unique=True)
    form = models.CharField(max_length=20, default="Form S-3")
    prospectus_date = models.DateField(null=True, blank=True)
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "shelves"
        triggers = SHELF_TRIGGERS

    def __str__(self) -> str:
        return f"{self.form} {self.file_number}"
