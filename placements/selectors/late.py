"""What the placements recorded after the closing of a period that it concerns."""

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
from placements.models import Delivery, PlacementEvent, Sale, TermVersion


def _of_its_days(closing: Closing, day: str) -> Q:
    return Q(**{f"{day}__range": (closing.starts_on, closing.ends_on)})


def late_sales(closing: Closing) -> QuerySet[Any, Any]:
    """Sales, reversals and adjustments dated in the period or before it, and those of its sales."""
    rows = Sale.objects.filter(
        Q(trade_date__lte=closing.ends_on)
        | _of_its_days(closing, "reverses__trade_date")
        | _of_its_days(closing, "concerns"),
        agreement__issuer=closing.issuer_id,
        recorded_at__gt=closing.recorded_at,
    )
    kind = Case(
        When(adjusts__isnull=False, then=Value("Adjustment ")),
        When(reverses=None, then=Value("Sale ")),
        default=Value("Reversal "),
        output_field=CharField(),
    )
    # Dated on the first open day, for the day that it concerns is closed.
    otherwise = Case(
        When(
            adjusts__isnull=False,
            then=words(
                *(Value("adjusts the commission of "), F("concerns"), Value(" by ")),
                *(F("commission"), Value(", which is closed")),
            ),
        ),
        default=words(Value("reverses sale "), F("reverses__number"), Value(" of the period")),
        output_field=TextField(),
    )
    return rows.order_by().values_list(
        "recorded_at",
        "recorded_by__username",
        words(kind, F("number")),
        Cast("agreement__name", TextField()),
        "trade_date",
        "shares",
        "gross",
        how_it_concerns(closing, "trade_date", otherwise),
    )


def late_deliveries(closing: Closing) -> QuerySet[Any, Any]:
    """Deliveries and payments of its days or earlier ones, and of its sales."""
    rows = Delivery.objects.filter(
        Q(delivered_on__lte=closing.ends_on) | _of_its_days(closing, "sale__trade_date"),
        sale__agreement__issuer=closing.issuer_id,
        recorded_at__gt=closing.recorded_at,
    )
    return rows.order_by().values_list(
        "recorded_at",
        "recorded_by__username",
        words(Value("Delivery of sale "), F("sale__number")),
        Cast("sale__agreement__name", TextField()),
        "delivered_on",
        "sale__shares",
        "sale__gross",
        how_it_concerns(closing, "delivered_on", Value("settles a sale of the period")),
    )


def late_moves(closing: Closing) -> QuerySet[Any, Any]:
    """Moves of placements of its days or earlier ones."""
    rows = PlacementEvent.objects.filter(
        status_on__lte=closing.ends_on,
        pgh_obj__agreement__issuer=closing.issuer_id,
        pgh_created_at__gt=closing.recorded_at,
    )
    return rows.order_by().values_list(
        "pgh_created_at",
        "status_by__username",
        words(Value("Placement "), F("number"), Value(": "), F("status")),
        Cast("pgh_obj__agreement__name", TextField()),
        "status_on",
        "shares_offered",
        Cast(Value(None), MoneyField()),
        how_it_concerns(closing, "status_on", Value("")),
    )


def late_terms(closing: Closing) -> QuerySet[Any, Any]:
    """Later versions of terms that were in force in it."""
    rows = TermVersion.objects.filter(
        number__gt=1,
        effective_on__lte=closing.ends_on,
        agreement__issuer=closing.issuer_id,
        recorded_at__gt=closing.recorded_at,
    )
    return rows.order_by().values_list(
        "recorded_at",
        "recorded_by__username",
        words(Value("Version "), F("number"), Value(" of the terms")),
        Cast("agreement__name", TextField()),
        "effective_on",
        Cast(Value(None), BigIntegerField()),
        Cast(Value(None), MoneyField()),
        how_it_concerns(closing, "effective_on", Value("")),
    )
