"""The dataset `closings`: each closing with its totals, one row per agreement."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.expressions import Combinable

from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Reopening
from placements.models import ClosingTotal
from placements.selectors.closings import with_what_was_left

#: The columns, and the expression that fills each.
CLOSINGS: dict[str, str | Combinable] = {
    "agreement": PlainText("agreement__slug"),
    "issuer": PlainText("closing__issuer__slug"),
    "closing": "closing__number",
    "period": "closing__label",
    "starts_on": "closing__starts_on",
    "ends_on": "closing__ends_on",
    "gross": "gross",
    "shares": "shares",
    "commission": "commission",
    "net": "net",
    "settled": "settled",
    "capacity": "capacity",
    "gross_to_date": "gross_to_date",
    "shares_to_date": "shares_to_date",
    "commission_to_date": "commission_to_date",
    "net_to_date": "net_to_date",
    "settled_to_date": "settled_to_date",
    "unsettled": "unsettled_then",
    "remaining_capacity": "remaining_capacity",
    "closed_on": "closing__closed_on",
    "closed_at": Moment("closing__recorded_at"),
    "closed_by": PlainText("closing__recorded_by__username"),
    "chain_position": "closing__head_position",
    "chain_head": "closing__head_digest",
    "reopened_at": Moment("reopened_at"),
    "reopened_by": PlainText("reopened_by"),
    "deductions": "deductions",
    "deductions_to_date": "deductions_to_date",
}


def closing_rows(asked: ExportQuery) -> Query:
    """Closings made by the day, ordered by issuer, closing and agreement."""
    totals = ClosingTotal.objects.filter(
        closing__closed_on__lte=asked.as_of, **asked.under("agreement")
    )
    rows = with_what_was_left(totals)
    reopened = Reopening.objects.filter(closing=OuterRef("closing"), reopened_on__lte=asked.as_of)
    if asked.known_at is not None:
        rows = rows.filter(closing__recorded_at__lte=asked.known_at)
        reopened = reopened.filter(recorded_at__lte=asked.known_at)
    return query_of(
        rows.annotate(
            unsettled_then=F("gross_to_date") - F("settled_to_date"),
            remaining_capacity=F("left_then"),
            reopened_at=Subquery(reopened.values("recorded_at")),
            reopened_by=Subquery(reopened.values("recorded_by__username")),
        )
        .order_by("closing__issuer__slug", "closing__number", "agreement__slug")
        .values_list(*CLOSINGS.values())
    )
