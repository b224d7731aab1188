"""What the register recorded after the closing of a period that it concerns."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from neoequity.books.fields import MoneyField
from neoequity.books.models import Closing
from neoequity.books.periods.late import how_it_concerns, words
from warrants.models import Entry, Split


def late_entries(closing: Closing) -> QuerySet[Any, Any]:
    """Entries dated in the period or before it, and reversals of its entries."""
    days = (closing.starts_on, closing.ends_on)
    entries = Entry.objects.filter(
        Q(on__lte=closing.ends_on) | Q(reverses__on__range=days),
        warrant__issuer=closing.issuer_id,
        recorded_at__gt=closing.recorded_at,
    )
    kind = Case(
        When(reverses=None, then=Value("Entry ")),
        default=Value("Reversal, entry "),
        output_field=CharField(),
    )
    reverses = words(Value("reverses entry "), F("reverses__number"), Value(" of the period"))
    return entries.order_by().values_list(
        "recorded_at",
        "recorded_by__username",
        words(kind, F("number")),
        words(Value("Warrant "), F("warrant__number")),
        "on",
        "shares",
        "cash",
        how_it_concerns(closing, "on", reverses),
    )


def late_splits(closing: Closing) -> QuerySet[Any, Any]:
    """Stock splits of the period's days or earlier ones."""
    splits = Split.objects.filter(
        effective_on__lte=closing.ends_on,
        issuer=closing.issuer_id,
        recorded_at__gt=closing.recorded_at,
    )
    return splits.order_by().values_list(
        "recorded_at",
        "recorded_by__username",
        words(Value("Stock split "), F("new"), Value(" for "), F("old")),
        Cast("issuer__name", TextField()),
        "effective_on",
        Cast(Value(None), BigIntegerField()),
        Cast(Value(None), MoneyField()),
        how_it_concerns(closing, "effective_on", Value("")),
    )
