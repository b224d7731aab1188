"""Entries on placements recorded after the closing of a period that they concern."""

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When

from neoequity.books.models import Closing
from neoequity.books.periods.late import dated_in, joined_text, recorded_after
from placements.models import (
    Delivery,
    PlacementEvent,
    Receipt,
    ReceiptPart,
    Sale,
    TermVersion,
)

#: The columns of `neoequity.books.periods.late.COLUMNS`.
LateRow = tuple[object, ...]


def late_sales(closing: Closing) -> QuerySet[Sale, LateRow]:
    """Sales, reversals and adjustments dated by its end, and those of the period's sales."""
    kind = Case(
        When(adjusts__isnull=False, then=Value("Adjustment ")),
        When(reverses=None, then=Value("Sale ")),
        default=Value("Reversal "),
        output_field=CharField(),
    )
    # An adjustment of a closed day is dated on the first open day.
    adjusts = joined_text(
        *(Value("adjusts the commission of "), F("concerns"), Value(" by ")),
        *(F("commission"), Value(", which is closed")),
    )
    reverses = joined_text(Value("reverses sale "), F("reverses__number"), Value(" of the period"))
    return recorded_after(
        closing,
        Sale.objects.all(),
        issuer="agreement__issuer",
        dated="trade_date",
        entry=joined_text(kind, F("number")),
        of="agreement__name",
        shares="shares",
        amount="gross",
        also=dated_in(closing, "reverses__trade_date") | dated_in(closing, "concerns"),
        concerns=Case(
            When(adjusts__isnull=False, then=adjusts), default=reverses, output_field=TextField()
        ),
    )


def late_deliveries(closing: Closing) -> QuerySet[Delivery, LateRow]:
    """Deliveries and payments dated by its end, and those of the period's sales."""
    return recorded_after(
        closing,
        Delivery.objects.all(),
        issuer="sale__agreement__issuer",
        dated="delivered_on",
        entry=joined_text(Value("Delivery of sale "), F("sale__number")),
        of="sale__agreement__name",
        shares="sale__shares",
        amount="sale__gross",
        also=dated_in(closing, "sale__trade_date"),
        concerns=Value("settles a sale of the period"),
    )


def late_receipts(closing: Closing) -> QuerySet[Receipt, LateRow]:
    """Receipts dated by its end, and those that undo one of the period."""
    return recorded_after(
        closing,
        Receipt.objects.all(),
        issuer="agreement__issuer",
        dated="received_on",
        entry=joined_text(Value("Receipt "), F("number")),
        of="agreement__name",
        amount="amount",
        also=dated_in(closing, "undoes__received_on"),
        concerns=joined_text(
            *(Value("undoes receipt "), F("undoes__number"), Value(" of the period"))
        ),
    )


def late_receipt_parts(closing: Closing) -> QuerySet[ReceiptPart, LateRow]:
    """Parts dated by its end, and those of the period's receipts or for its sales."""
    return recorded_after(
        closing,
        ReceiptPart.objects.all(),
        issuer="receipt__agreement__issuer",
        dated="applied_on",
        entry=joined_text(
            *(Value("Receipt "), F("receipt__number"), Value(" to entry "), F("entry__number"))
        ),
        of="receipt__agreement__name",
        amount="amount",
        also=dated_in(closing, "receipt__received_on") | dated_in(closing, "entry__trade_date"),
        concerns=Value("pays an entry of the period, or from a receipt of it"),
    )


def late_moves(closing: Closing) -> QuerySet[PlacementEvent, LateRow]:
    """Moves of placements dated by its end."""
    return recorded_after(
        closing,
        PlacementEvent.objects.all(),
        issuer="pgh_obj__agreement__issuer",
        dated="status_on",
        entry=joined_text(Value("Placement "), F("number"), Value(": "), F("status")),
        of="pgh_obj__agreement__name",
        shares="shares_offered",
        recorded_at="pgh_created_at",
        recorded_by="status_by__username",
    )


def late_terms(closing: Closing) -> QuerySet[TermVersion, LateRow]:
    """Versions of terms, past the first, effective by its end."""
    return recorded_after(
        closing,
        TermVersion.objects.filter(number__gt=1),
        issuer="agreement__issuer",
        dated="effective_on",
        entry=joined_text(Value("Version "), F("number"), Value(" of the terms")),
        of="agreement__name",
    )
