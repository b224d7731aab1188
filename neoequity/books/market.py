"""Market days as rows: exceptions to the calendar, and the closures it computes."""

from collections.abc import Iterable
from datetime import date, datetime

import pghistory
from django.db import models, transaction

from neoequity.books.calendar import DayKind, closed_weekdays
from neoequity.books.days import written
from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.triggers.exceptional_day import EXCEPTIONAL_DAY_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class ExceptionalDay(models.Model):
    """A day on which the market or the banks departed from the calendar, which it overrides."""

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
        triggers = EXCEPTIONAL_DAY_TRIGGERS

    def __str__(self) -> str:
        return written(self.day)

    @classmethod
    def exceptions_at(cls, known_at: datetime | None) -> dict[date, DayKind]:
        """The exceptional days as they stood at a moment; None for now."""
        if known_at is None:
            return cls.exceptions()
        events = cls.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)  # type: ignore[attr-defined] # by pghistory
        last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        return cls.exceptions([row for row in last if row.pgh_label != "delete"])

    @classmethod
    def exceptions(cls, days: "Iterable[ExceptionalDay] | None" = None) -> dict[date, DayKind]:
        """All exceptional days, or those given, in the form that the calendar functions take."""
        return {
            row.day: DayKind(row.is_trading_day, row.is_settlement_day, row.source)
            for row in (cls.objects.all() if days is None else days)
        }


class MarketClosure(models.Model):
    """A weekday without trading or without settlement, from `neoequity.books.calendar`.

    Written after each migration because only Python computes holidays; `verify_ledger` compares.
    """

    day = models.DateField(unique=True)
    is_trading_day = models.BooleanField()
    is_settlement_day = models.BooleanField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return written(self.day)

    @classmethod
    def differences(cls) -> list[str]:
        """A sentence for each day on which the rows and the calendar disagree."""
        stored = {row.day: (row.is_trading_day, row.is_settlement_day) for row in cls.objects.all()}
        computed = {day: (kind.trading, kind.settlement) for day, kind in closed_weekdays()}
        return [
            f"The market closure of {day} is not the one of the calendar."
            for day in sorted(stored.keys() | computed.keys())
            if stored.get(day) != computed.get(day)
        ]

    @classmethod
    def follow_calendar(cls) -> None:
        """Replace the rows with those of the calendar, if they differ."""
        if not cls.differences():
            return
        with transaction.atomic():
            cls.objects.all().delete()
            MarketClosure.objects.bulk_create(
                MarketClosure(
                    day=day, is_trading_day=kind.trading, is_settlement_day=kind.settlement
                )
                for day, kind in closed_weekdays()
            )
