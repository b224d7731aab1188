"""The dataset `placements`: each placement in its state of the day, with what was sold under it.

Shares and prices are in the shares of the day, after the stock splits by then.
"""

from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf, Round

from neoequity.books.exporting.copying import PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.fields import MoneyField, PriceField
from placements.selectors.placements import placements_as_of

_AVERAGE = Round(F("gross_then") / NullIf(F("shares_then"), 0), 6)
#: The columns, and the expression that fills each.
PLACEMENTS: dict[str, str | Combinable] = {
    "agreement": PlainText("agreement__slug"),
    "placement": "number",
    "status": PlainText("status"),
    "proposed_on": "proposed_on",
    "accepted_on": "accepted_on",
    "closed_on": "closed_on",
    "shares_offered": "offered_then",
    "minimum_price": Cast("minimum_then", PriceField()),
    "shares_sold": "shares_then",
    "gross": Cast("gross_then", MoneyField()),
    "average_price": Cast(_AVERAGE, PriceField()),
}


def placement_rows(asked: ExportQuery) -> Query:
    """Placements as of the day, ordered by agreement and number."""
    rows = placements_as_of(asked.as_of, asked.known_at).filter(**asked.under("agreement"))
    return query_of(
        asked.narrow(rows).order_by("agreement__slug", "number").values_list(*PLACEMENTS.values())
    )
