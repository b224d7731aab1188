"""The dataset `sales`: one row a sale or reversal, with running totals over the exported rows."""

from placements.exports.asked import Asked
from placements.exports.copying import Moment, PlainText, Query, query_of
from placements.selectors.sales import sales_as_of, with_running_totals

SALES = (
    "agreement",
    "placement",
    "sale",
    "kind",
    "trade_date",
    "settlement_date",
    "status",
    "method",
    "shares",
    "price",
    "gross",
    "commission",
    "net",
    "cumulative_gross",
    "remaining_capacity",
    "agent_reference",
    "reverses",
    "recorded_at",
    "recorded_by",
)


def sale_rows(asked: Asked) -> Query:
    """Sales and reversals by `as_of`, in the order of their agreement and number."""
    rows = sales_as_of(asked.as_of, asked.known_at).filter(**asked.under("agreement"))
    rows = with_running_totals(asked.narrow(rows), asked.as_of, asked.known_at)
    return query_of(
        rows.order_by("agreement__slug", "number").values_list(
            PlainText("agreement__slug"),
            "placement__number",
            "number",
            "kind_name",
            "trade_date",
            "settlement_date",
            "status",
            PlainText("method"),
            "shares",
            "price",
            "gross",
            "commission",
            "net",
            "cumulative_gross",
            "remaining_capacity",
            PlainText("agent_reference"),
            "reverses__number",
            Moment("recorded_at"),
            PlainText("recorded_by__username"),
        )
    )
