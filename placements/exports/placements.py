"""The dataset `placements`: each placement in its state of the day, with what was sold under it.

Shares and prices count the shares of the day, after the stock splits by then.
"""

from django.db.models import F
from django.db.models.functions import Cast, NullIf, Round

from neoequity.books.exporting.copying import PlainText, Query, query_of
from neoequity.books.exporting.query import Asked
from neoequity.books.fields import MoneyField, PriceField
from placements.selectors.placements import placements_as_of

PLACEMENTS = (
    "agreement",
    "placement",
    "status",
    "proposed_on",
    "accepted_on",
    "closed_on",
    "shares_offered",
    "minimum_price",
    "shares_sold",
    "gross",
    "average_price",
)


def placement_rows(asked: Asked) -> Query:
    """Placements as of a day, in the order of their agreement and number."""
    rows = placements_as_of(asked.as_of, asked.known_at).filter(**asked.under("agreement"))
    average = Round(F("gross_then") / NullIf(F("shares_then"), 0), 6)
    return query_of(
        asked.narrow(rows)
        .order_by("agreement__slug", "number")
        .values_list(
            PlainText("agreement__slug"),
            "number",
            PlainText("status"),
            "proposed_on",
            "accepted_on",
            "closed_on",
            "offered_then",
            Cast("minimum_then", PriceField()),
            "shares_then",
            Cast("gross_then", MoneyField()),
            Cast(average, PriceField()),
        )
    )
