"""The dataset `sales`: one row per entry, with the running totals of its agreement."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from neoequity.books.days import written
from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.books.exporting.plain_text import marked
from neoequity.books.exporting.query import ExportQuery, everything
from neoequity.books.fields import MoneyField
from placements.exports.cash import AGENTS, CASH, EVERY_KEY, Keys, by_position
from placements.models import Agreement, Sale, Split
from placements.selectors.counted import shares_of_sales
from placements.selectors.known_at import capacity_in_force
from placements.selectors.sales import running_gross, sales_as_of
from placements.terms.notice import METHODS

#: What is said of rows that have the shares of their own day each.
SHARES_APART = "a stock split lies between the rows, which are each in the shares of their own day."


def _of(key: str, column: str) -> Case:
    """A column of the entry that another one points at, which few do: it is not joined for all."""
    pointed_at = Sale.objects.order_by().filter(pk=OuterRef(f"{key}_id"))
    return Case(When(**{f"{key}__isnull": False}, then=Subquery(pointed_at.values(column))))


# As `PlainText` writes it, which need not look at the methods that there are.
_METHOD = Case(
    When(method__in=[method for method in METHODS if marked(method) == method], then="method"),
    default=PlainText("method"),
    output_field=CharField(),
)
#: The columns, and the expression that fills each.
SALES: dict[str, str | Combinable] = {
    "agreement": PlainText("agreement__slug"),
    "placement": "placement__number",
    "sale": "number",
    "kind": "kind_name",
    "trade_date": "trade_date",
    "settlement_date": "settlement_date",
    "status": "status",
    "method": _METHOD,
    "shares": "shares",
    "price": "price",
    "gross": "gross",
    "commission": "commission",
    "net": "net",
    "cumulative_gross": "cumulative_gross",
    "remaining_capacity": "remaining_capacity",
    "agent_reference": PlainText("agent_reference"),
    "reverses": _of("reverses", "number"),
    "recorded_at": Moment("recorded_at"),
    "recorded_by": PlainText("recorded_by__username"),
    "deductions": "deductions",
    "remark": PlainText("remark"),
    "settlement_reason": PlainText("settlement_reason"),
    "adjusts": _of("adjusts", "number"),
}

#: The columns that are joined to the rows, and where each comes from.
_JOINED = {
    "agent": "agents.agent",
    "paid_on": "cash.paid_on",
    "cash_received": "COALESCE(cash.received, 0.00)",
}
COLUMNS = (*SALES, *_JOINED)
# What is the same for many rows is made once, and then joined.
_ONCE = {
    "agreement": "agreements.slug_cell",
    "cumulative_gross": "{total}",
    "remaining_capacity": "agreements.capacity - ({total})",
    "recorded_by": "people.cell",
}
_ROWS: dict[str, str | Combinable] = {
    **SALES,
    "agreement": "agreement_id",
    "remaining_capacity": "agreement_id",
    "recorded_by": "recorded_by_id",
}
#: A total that runs over the rows in the order of the file, and needs no other.
RUNNING = 'SUM(listed."gross") OVER ({rows} ORDER BY listed."sale" ROWS UNBOUNDED PRECEDING)'
_RUNNING = RUNNING.format(rows="PARTITION BY agreements.slug")
_ORDER = 'agreements.slug, listed."sale"'
_KEYS = '"id", "agreement_id", "person_id", "agent_day"'

_LISTED = """
    WITH listed ({columns}, {keys}) AS ({rows}),
    agreements (id, slug, slug_cell, capacity) AS MATERIALIZED ({agreements}),
    people (id, cell) AS MATERIALIZED ({people}),
    {cash}, {agents}
    SELECT {cells} FROM listed
    JOIN agreements ON agreements.id = listed.agreement_id
    JOIN people ON people.id = listed.person_id
    LEFT JOIN cash ON cash.id = listed.id
    LEFT JOIN agents ON agents.agreement_id = listed.agreement_id
        AND listed.agent_day >= agents.starts_on AND listed.agent_day < agents.ends_on
    ORDER BY {order}
"""
# The rows that match a filter, each with running totals over all rows of its agreement.
_NARROWED = """
    WITH shown ({columns}, {keys}) AS MATERIALIZED ({shown}),
    running ("id", "agreement_id", "gross") AS (
        SELECT * FROM ({running}) AS every ("id", "agreement_id", "gross")
        WHERE "agreement_id" IN (SELECT "agreement_id" FROM shown)
    )
    SELECT {cells}, "id", shown."agreement_id", shown."person_id", shown."agent_day"
    FROM shown JOIN running USING ("id")
"""
_OWN = 'listed."cumulative_gross"'
_NAMES = ", ".join(f'"{name}"' for name in SALES)


def sale_rows(asked: ExportQuery) -> Query:
    """Sales, reversals and adjustments dated by `as_of`, ordered by agreement and number.

    Running totals cover all rows of the agreement, also where a filter leaves some out. `paid_on`
    is the day from which an entry has had its whole net, `cash_received` what it has by the day.
    """
    rows = sales_as_of(asked.as_of, asked.known_at).filter(**asked.under("agreement"))
    if asked.narrow is not everything:
        return listed(_narrowed(asked.narrow(rows), asked), asked, total=_OWN)
    return listed(cells(rows), asked)


def cells(rows: QuerySet[Any]) -> Query:
    """The cells of the rows, and what the joins need: the agent is that of the sale's own day."""
    dated = rows.order_by().annotate(
        cumulative_gross=Value(None, output_field=MoneyField()),
        agent_day=Coalesce(_of("reverses", "trade_date"), "concerns", "trade_date"),
    )
    keys = ("pk", "agreement_id", "recorded_by_id", "agent_day")
    return query_of(dated.values_list(*_ROWS.values(), *keys))


def listed(
    rows: Query,
    asked: ExportQuery,
    entries: Keys = EVERY_KEY,
    *,
    total: str = _RUNNING,
    order: str = _ORDER,
) -> Query:
    """The rows in order, with what their entries received and their agents joined once.

    `total` is their cumulative gross.
    """
    cash, agents = by_position(CASH, asked, entries), by_position(AGENTS, asked)
    agreements = query_of(
        Agreement.objects.order_by().values_list(
            "pk",
            "slug",
            PlainText("slug"),
            capacity_in_force(asked.as_of, asked.known_at, "pk"),
        )
    )
    people = query_of(get_user_model()._default_manager.values_list("pk", PlainText("username")))
    from_rows = {name: f'listed."{name}"' for name in SALES}
    statement = _LISTED.format(
        columns=_NAMES,
        keys=_KEYS,
        rows=rows.sql,
        agreements=agreements.sql,
        people=people.sql,
        cash=cash.sql,
        agents=agents.sql,
        cells=", ".join([*(from_rows | _ONCE).values(), *_JOINED.values()]).format(total=total),
        order=order,
    )
    pieces = (rows, agreements, people, cash, agents)
    return Query(statement, [value for piece in pieces for value in piece.params])


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
    shown = cells(rows)
    running = query_of(running_gross(asked.as_of, asked.known_at))
    run = {"cumulative_gross": 'running."gross"'}
    statement = _NARROWED.format(
        columns=_NAMES,
        keys=_KEYS,
        cells=", ".join(run.get(name, f'shown."{name}"') for name in SALES),
        shown=shown.sql,
        running=running.sql,
    )
    return Query(statement, [*shown.params, *running.params])
