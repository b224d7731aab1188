"""The dataset `sales`: one row per entry, with the running totals of its agreement."""

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from neoequity.books.days import written
from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery, everything
from neoequity.books.fields import MoneyField
from placements.exports.cash import AGENTS, CASH, by_position
from placements.models import Sale, Split
from placements.selectors.counted import shares_of_sales
from placements.selectors.known_at import capacity_in_force
from placements.selectors.sales import running_gross, sales_as_of, with_running_totals

#: What is said of rows that have the shares of their own day each.
SHARES_APART = "a stock split lies between the rows, which are each in the shares of their own day."
#: The columns, and the expression that fills each.
SALES: dict[str, str | Combinable] = {
    "agreement": PlainText("agreement__slug"),
    "placement": "placement__number",
    "sale": "number",
    "kind": "kind_name",
    "trade_date": "trade_date",
    "settlement_date": "settlement_date",
    "status": "status",
    "method": PlainText("method"),
    "shares": "shares",
    "price": "price",
    "gross": "gross",
    "commission": "commission",
    "net": "net",
    "cumulative_gross": "cumulative_gross",
    "remaining_capacity": "remaining_capacity",
    "agent_reference": PlainText("agent_reference"),
    "reverses": "reverses__number",
    "recorded_at": Moment("recorded_at"),
    "recorded_by": PlainText("recorded_by__username"),
    "deductions": "deductions",
    "remark": PlainText("remark"),
    "settlement_reason": PlainText("settlement_reason"),
    "adjusts": "adjusts__number",
}

#: The columns that are joined to the rows, and where each comes from.
_JOINED = {
    "agent": "agents.agent",
    "paid_on": "cash.paid_on",
    "cash_received": "COALESCE(cash.received, 0.00)",
}
COLUMNS = (*SALES, *_JOINED)

_LISTED = """
    WITH listed ({columns}, "slug", "id", "agreement_id", "agent_day") AS ({rows}),
    {cash}, {agents}
    SELECT {cells} FROM listed LEFT JOIN cash USING ("id")
    LEFT JOIN agents ON agents.agreement_id = listed.agreement_id
        AND listed.agent_day >= agents.starts_on AND listed.agent_day < agents.ends_on
    ORDER BY listed."slug", listed."sale"
"""
# The rows that match a filter, each with running totals over all rows of its agreement.
_NARROWED = """
    WITH shown ({columns}, "slug", "id", "agreement_id", "agent_day") AS MATERIALIZED ({shown}),
    running ("id", "agreement_id", "gross") AS (
        SELECT * FROM ({running}) AS every ("id", "agreement_id", "gross")
        WHERE "agreement_id" IN (SELECT "agreement_id" FROM shown)
    )
    SELECT {cells}, shown."slug", "id", shown."agreement_id", shown."agent_day"
    FROM shown JOIN running USING ("id")
"""
_RUN = {
    "cumulative_gross": 'running."gross"',
    "remaining_capacity": 'shown."remaining_capacity" - running."gross"',
}
_NAMES = ", ".join(f'"{name}"' for name in SALES)


def sale_rows(asked: ExportQuery) -> Query:
    """Sales, reversals and adjustments dated by `as_of`, ordered by agreement and number.

    Running totals cover all rows of the agreement, also where a filter leaves some out. `paid_on`
    is the day from which an entry has had its whole net, `cash_received` what it has by the day.
    """
    rows = sales_as_of(asked.as_of, asked.known_at).filter(**asked.under("agreement"))
    if asked.narrow is not everything:
        return _listed(_narrowed(asked.narrow(rows), asked), asked)
    return _listed(_cells(with_running_totals(rows, asked.as_of, asked.known_at)), asked)


def _cells(rows: QuerySet[Any]) -> Query:
    """The cells of the rows, and what the joins need: the agent is that of the sale's own day."""
    joined = rows.order_by().annotate(
        slug=F("agreement__slug"),
        agent_day=Coalesce("reverses__trade_date", "concerns", "trade_date"),
    )
    return query_of(joined.values_list(*SALES.values(), "slug", "pk", "agreement_id", "agent_day"))


def _listed(rows: Query, asked: ExportQuery) -> Query:
    """The rows in order, with what entries received and their agents joined once."""
    cash, agents = by_position(CASH, asked), by_position(AGENTS, asked)
    statement = _LISTED.format(
        columns=_NAMES,
        rows=rows.sql,
        cash=cash.sql,
        agents=agents.sql,
        cells=", ".join([*(f'listed."{name}"' for name in SALES), *_JOINED.values()]),
    )
    return Query(statement, [*rows.params, *cash.params, *agents.params])


def shares_apart(asked: ExportQuery) -> str:
    """Why the rows' shares cannot be added up, and their total; "" where no split lies between.

    A row has the shares as traded on its trade date.
    """
    splits = Split.by_issuer(asked.as_of, asked.known_at)
    before = Q()
    for issuer, own in splits.items():
        before |= Q(agreement__issuer=issuer, trade_date__lt=max(split.on for split in own))
    rows = sales_as_of(asked.as_of, asked.known_at).filter(**asked.under("agreement"))
    rows = asked.narrow(rows)
    if not splits or not rows.filter(before).exists():
        return ""
    total = shares_of_sales(asked.as_of, rows, splits)
    return f"{SHARES_APART} In the shares of {written(asked.as_of)} they are {total:,}."


def _narrowed(rows: QuerySet[Sale], asked: ExportQuery) -> Query:
    limits = rows.annotate(
        cumulative_gross=Value(None, output_field=MoneyField()),
        remaining_capacity=capacity_in_force(asked.as_of, asked.known_at, "agreement_id"),
    )
    shown = _cells(limits)
    running = query_of(running_gross(asked.as_of, asked.known_at))
    statement = _NARROWED.format(
        columns=_NAMES,
        cells=", ".join(_RUN.get(name, f'shown."{name}"') for name in SALES),
        shown=shown.sql,
        running=running.sql,
    )
    return Query(statement, [*shown.params, *running.params])
