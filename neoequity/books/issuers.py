"""The issuer whose books these are; its chain of seals begins and ends with it."""

import pghistory
from django.db import models

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.triggers.issuer import ISSUER_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class Issuer(models.Model):
    """The company whose shares are sold."""

    slug = models.SlugField("short name", unique=True)
    name = models.CharField(max_length=120)
    ticker = models.CharField(max_length=12)
    market = models.CharField(max_length=80)
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        permissions = [("read_books", "Can read the books and export them")]
        triggers = ISSUER_TRIGGERS

    def __str__(self) -> str:
        return self.name
