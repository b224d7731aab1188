"""Periods as a page shows them: what each month and quarter is, and what came after its closing."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    Min,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from neoequity.books.fields import MoneyField
from neoequity.books.models import Closing, Issuer
from neoequity.books.periods.rules import Period, quarters_between
from placements.models import Agreement, Delivery, PlacementEvent, Sale, TermVersion

OPEN, RUNNING, PARTLY, CLOSED, REOPENED = "open", "running", "partly", "closed", "reopened"

#: The columns of `late_changes`, of whatever app they come from.
LATE = (
    "recorded_at",
    "recorded_by",
    "entry",
    "of",
    "dated",
    "shares",
    "amount",
    "concerns",
)


class PeriodState(NamedTuple):
    """A period on a day: `closing` is the one that closed it last, of itself or its quarter."""

    period: Period
    state: str
    closing: Closing | None


class Quarter(NamedTuple):
    """A quarter with its months."""

    whole: PeriodState
    months: list[PeriodState]


def quarters(issuer: Issuer, as_of: date) -> list[Quarter]:
    """The issuer's quarters from its first signing to the day, the latest first; three queries."""
    first = Agreement.objects.filter(issuer=issuer).aggregate(first=Min("signed_on"))["first"]
    closings = list(
        Closing.objects.filter(issuer=issuer, closed_on__lte=as_of)
        .select_related("recorded_by", "reopening")
        .order_by("-number")
    )
    if first is None or first > as_of:
        return []
    return [
        Quarter(
            _state(quarter, closings, as_of),
            [
                _state(month, closings, as_of)
                for month in reversed(quarter.months)
                if month.starts_on <= as_of and first <= month.ends_on
            ],
        )
        for quarter in reversed(quarters_between(first, as_of))
    ]


def _state(period: Period, closings: list[Closing], as_of: date) -> PeriodState:
    covering = [
        closing
        for closing in closings
        if closing.starts_on <= period.starts_on and period.ends_on <= closing.ends_on
    ]
    standing = next((closing for closing in covering if _holds(closing, as_of)), None)
    if standing is not None:
        return PeriodState(period, CLOSED, standing)
    if period.ends_on >= as_of:
        return PeriodState(period, RUNNING, None)
    months = [_state(month, closings, as_of).state for month in period.months if period.is_quarter]
    if CLOSED in months:
        return PeriodState(period, CLOSED if {*months} == {CLOSED} else PARTLY, None)
    own = next((closing for closing in covering if closing.period == period), None)
    return PeriodState(period, REOPENED if own else OPEN, own)


def _holds(closing: Closing, as_of: date) -> bool:
    return not closing.is_reopened or closing.reopening.reopened_on > as_of


def late_changes(closing: Closing) -> list[QuerySet[Any, Any]]:
    """What was recorded after a closing and concerns its period, to be joined by UNION.

    Entries dated in it or before it, reversals and deliveries of its sales, terms in force in it;
    columns as in LATE.
    """
    return [
        _late_sales(closing),
        _late_deliveries(closing),
        _late_moves(closing),
        _late_terms(closing),
    ]


def why(closing: Closing, day: str, otherwise: Concat | Value | Case) -> Case:
    """In words, how an entry with the day `day` concerns the closed period."""
    return Case(
        When(**{f"{day}__range": (closing.starts_on, closing.ends_on)}, then=Value("dated in it")),
        When(
            **{f"{day}__lt": closing.starts_on}, then=Value("dated before it, so part of to date")
        ),
        default=otherwise,
        output_field=TextField(),
    )


def words(*parts: F | Value | Case) -> Concat:
    """A text from columns and pieces of text."""
    pieces = [Cast(part, TextField()) if isinstance(part, F) else part for part in parts]
    return Concat(*pieces, output_field=TextField())


def _of_its_days(closing: Closing, day: str) -> Q:
    return Q(**{f"{day}__range": (closing.starts_on, closing.ends_on)})


def _late_sales(closing: Closing) -> QuerySet[Any, Any]:
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
        why(closing, "trade_date", otherwise),
    )


def _late_deliveries(closing: Closing) -> QuerySet[Any, Any]:
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
        why(closing, "delivered_on", Value("settles a sale of the period")),
    )


def _late_moves(closing: Closing) -> QuerySet[Any, Any]:
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
        why(closing, "status_on", Value("")),
    )


def _late_terms(closing: Closing) -> QuerySet[Any, Any]:
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
        why(closing, "effective_on", Value("")),
    )
