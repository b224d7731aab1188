"""The dataset `delivery_instructions`: one row for each sale of an instruction."""

from django.db.models.expressions import Combinable

from neoequity.books.exporting.copying import PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery
from placements.selectors.instructions import instruction_lines

#: The columns, and the expression that fills each.
INSTRUCTIONS: dict[str, str | Combinable] = {
    "agreement": PlainText("instruction__agreement__slug"),
    "instruction": "instruction__number",
    "settlement_day": "instruction__settlement_day",
    "status": PlainText("status_then"),
    "status_on": "since",
    "sale": "sale__number",
    "shares": "shares",
    "transfer_agent": PlainText("instruction__transfer_agent"),
    "recipient": PlainText("instruction__recipient"),
    "participant": PlainText("instruction__participant"),
    "account": PlainText("instruction__account"),
    "reference": PlainText("instruction__reference"),
    "remark": PlainText("instruction__remark"),
}


def instruction_rows(asked: ExportQuery) -> Query:
    """Instructions drafted by the day, in their status of that day, ordered by agreement."""
    rows = instruction_lines(asked.as_of, asked.known_at)
    rows = rows.filter(**asked.under("instruction__agreement"))
    in_order = rows.order_by("instruction__agreement__slug", "instruction__number", "sale__number")
    return query_of(in_order.values_list(*INSTRUCTIONS.values()))
