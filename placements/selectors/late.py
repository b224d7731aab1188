"""What the placements recorded after the closing of a period that it concerns."""

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When

from neoequity.books.models import Closing
from neoequity.books.periods.late import dated_in, recorded_after, words
from placements.models import Delivery, PlacementEvent, Sale, TermVersion


def late_sales(closing: Closing) -> QuerySet[Any, Any]:
    """Sales, reversals and adjustments dated in the period or before it, and those of its sales."""
    kind = Case(
        When(adjusts__isnull=False, then=Value("Adjustment ")),
        When(reverses=None, then=Value("Sale ")),
        default=Value("Reversal "),
        output_field=CharField(),
    )
    # Dated on the first open day, for the day that it concerns is closed.
    adjusts = words(
        *(Value("adjusts the commission of "), F("concerns"), Value(" by ")),
        *(F("commission"), Value(", which is closed")),
    )
    reverses = words(Value("reverses sale "), F("reverses__number"), Value(" of the period"))
    return recorded_after(
        closing,
        Sale.objects.all(),
        issuer="agreement__issuer",
        dated="trade_date",
        entry=words(kind, F("number")),
        of="agreement__name",
        shares="shares",
        amount="gross",
        also=dated_in(closing, "reverses__trade_date") | dated_in(closing, "concerns"),
        concerns=Case(
            When(adjusts__isnull=False, then=adjusts), default=reverses, output_field=TextField()
        ),
    )


def late_deliveries(closing: Closing) -> QuerySet[Any, Any]:
    """Deliveries and payments of its days or earlier ones, and of its sales."""
    return recorded_after(
        closing,
        Delivery.objects.all(),
        issuer="sale__agreement__issuer",
        dated="delivered_on",
        entry=words(Value("Delivery of sale "), F("sale__number")),
        of="sale__agreement__name",
        shares="sale__shares",
        amount="sale__gross",
        also=dated_in(closing, "sale__trade_date"),
        concerns=Value("settles a sale of the period"),
    )


def late_moves(closing: Closing) -> QuerySet[Any, Any]:
    """Moves of placements of its days or earlier ones."""
    return recorded_after(
        closing,
        PlacementEvent.objects.all(),
        issuer="pgh_obj__agreement__issuer",
        dated="status_on",
        entry=words(Value("Placement "), F("number"), Value(": "), F("status")),
        of="pgh_obj__agreement__name",
        shares="shares_offered",
        recorded_at="pgh_created_at",
        recorded_by="status_by__username",
    )


def late_terms(closing: Closing) -> QuerySet[Any, Any]:
    """Later versions of terms that were in force in it."""
    return recorded_after(
        closing,
        TermVersion.objects.filter(number__gt=1),
        issuer="agreement__issuer",
        dated="effective_on",
        entry=words(Value("Version "), F("number"), Value(" of the terms")),
        of="agreement__name",
    )
