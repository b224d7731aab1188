"""Who sells, under which registration, and the days on which the market kept its own hours."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models

from neoequity.books.calendar import DayKind
from neoequity.books.history.tracking import every_change, kept, watched
from neoequity.books.triggers import after_insert, rule
from placements.models.sealing import BEGIN_CHAINS, END_EMPTY_CHAIN


@pghistory.track(*every_change(), **kept())
class Issuer(models.Model):
    """The company whose shares are sold."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    ticker = models.CharField(max_length=12)
    market = models.CharField(max_length=80)
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        triggers = [
            watched(),
            after_insert("an_issuer_begins_a_chain", BEGIN_CHAINS),
            rule(
                "an_empty_chain_ends_with_its_issuer",
                pgtrigger.Delete,
                END_EMPTY_CHAIN,
                when=pgtrigger.Before,
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change(), **kept())
class Shelf(models.Model):
    """A shelf registration (Form S-3) that shares are taken down from."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="shelves")
    file_number = models.CharField(max_length=20, unique=True)
    form = models.CharField(max_length=20, default="Form S-3")
    prospectus_date = models.DateField(null=True, blank=True)
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "shelves"
        triggers = [watched()]

    def __str__(self) -> str:
        return f"{self.form} {self.file_number}"


@pghistory.track(*every_change(), **kept())
class ExceptionalDay(models.Model):
    """A day on which market or banks departed from the calendar; it wins over the calendar."""

    day = models.DateField(unique=True)
    is_trading_day = models.BooleanField("trading day")
    is_settlement_day = models.BooleanField("settlement day")
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=""), name="exceptional_day_names_its_source"
            )
        ]
        triggers = [watched()]

    def __str__(self) -> str:
        return self.day.isoformat()

    @classmethod
    def exceptions(
        cls, days: "models.QuerySet[ExceptionalDay] | None" = None
    ) -> dict[date, DayKind]:
        """All exceptional days, or these, as the calendar takes them."""
        return {
            row.day: DayKind(row.is_trading_day, row.is_settlement_day, row.source)
            for row in (cls.objects.all() if days is None else days)
        }
