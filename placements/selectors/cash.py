"""Cash beside deliveries: what is expected, received and open on a day, by day, agreement and sale.

Sums come from aggregates and totals of days; these also narrow down the sales to read, however
many there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from neoequity.books.calendar import Exceptions, days_late
from neoequity.books.money import ZERO
from placements.models import Agreement, Sale
from placements.terms.cash import AGES, CashState, Sides, age_of
from placements.triggers.cash_total import THEIR_ENTRIES, WHEN_DUE

# A sale that was reversed by the day is expected together with its reversal, on the reversal's day:
# nothing, or a cent of rounding. What such sales received, and entries with a remark on a part, may
# make good in a sum what others lack, so `mixed` groups are always looked into.
_GROUPS = f"""
    WITH moved AS (
        SELECT l.agreement_id,
               CASE WHEN l.reversed_on <= %(as_of)s THEN l.reversed_on ELSE l.trade_date
                    END AS trade_date,
               CASE WHEN l.reversed_on <= %(as_of)s THEN l.reversed_on
                    ELSE COALESCE(l.settlement_date, l.trade_date) END AS due_on,
               l.net AS expected, 0.00 AS received, false AS has_cash, false AS mixed,
               COALESCE(l.delivered_on <= %(as_of)s, false) AS delivered
        FROM placements_saleaggregate l WHERE l.trade_date <= %(as_of)s
        UNION ALL
        SELECT agreement_id, trade_date, due_on, 0, applied, true, false, NULL
        FROM placements_cashtotal WHERE day <= %(as_of)s AND due_on IS NOT NULL
        UNION ALL
        SELECT agreement_id, trade_date, settlement_date, 0, 0, false, true, NULL
        FROM placements_saleaggregate WHERE reversed_on <= %(as_of)s
        UNION ALL
        SELECT s.agreement_id, {WHEN_DUE}, 0, 0, true, true, NULL
        FROM placements_receiptpart p {THEIR_ENTRIES} WHERE p.remark <> ''
    )
    SELECT agreement_id, trade_date, due_on, SUM(expected), SUM(received), BOOL_OR(has_cash),
           BOOL_OR(mixed), COALESCE(BOOL_OR(delivered), false),
           COALESCE(BOOL_OR(NOT delivered), false)
    FROM moved WHERE %(agreement)s IS NULL OR agreement_id = %(agreement)s
    GROUP BY agreement_id, trade_date, due_on
    HAVING %(every)s OR SUM(expected) <> SUM(received) OR BOOL_OR(mixed)
    ORDER BY due_on, agreement_id, trade_date
"""  # noqa: S608  # put together from constants

_OPEN = "(e.expected - e.received)"
#: `placements.terms.cash.Sides.state`, of rows `e`.
STATE = f"""CASE
    WHEN e.reversed AND ({_OPEN} = 0 OR e.received = 0) THEN 'reversed'
    WHEN {_OPEN} = 0 AND NOT e.delivered AND e.settlement_date IS NOT NULL THEN 'undelivered'
    WHEN {_OPEN} = 0 THEN 'settled'
    WHEN e.received <> 0 AND {_OPEN} * COALESCE(NULLIF(e.expected, 0), e.received) < 0 THEN 'over'
    WHEN e.received <> 0 THEN 'short'
    WHEN e.delivered THEN 'unpaid'
    WHEN e.settlement_date > %(as_of)s THEN 'upcoming'
    ELSE 'due' END"""

# In the order of an index, so that the first page of many does not read them all.
_ENTRIES = """
    SELECT e.id, e.expected, e.received, e.settlement_date, e.delivered, e.reversed
    FROM (
        SELECT s.id, s.settlement_date, s.net + COALESCE(r.net, 0) AS expected,
               COALESCE(c.received, 0) AS received, v.id IS NOT NULL AS delivered,
               r.id IS NOT NULL AS reversed
        FROM placements_sale s
        LEFT JOIN placements_sale r ON r.reverses_id = s.id AND r.trade_date <= %(as_of)s
        LEFT JOIN placements_delivery v ON v.sale_id = s.id AND v.delivered_on <= %(as_of)s
        LEFT JOIN LATERAL (
            SELECT SUM(p.amount) AS received FROM placements_receiptpart p
            WHERE p.entry_id IN (s.id, r.id) AND p.applied_on <= %(as_of)s AND NOT EXISTS (
                SELECT 1 FROM placements_receipt u
                WHERE u.undoes_id = p.receipt_id AND u.received_on <= %(as_of)s)) c ON true
        WHERE s.reverses_id IS NULL AND s.trade_date <= %(as_of)s AND {narrowed}
    ) e
"""
_IN_GROUPS = """(s.agreement_id, s.trade_date, COALESCE(s.settlement_date, s.trade_date)) IN (
            SELECT * FROM unnest(%(agreements)s::bigint[], %(traded)s::date[], %(due)s::date[]))"""
_OF_STATES = (
    _ENTRIES.format(narrowed=_IN_GROUPS)
    + f"""
    WHERE {STATE} = ANY (%(states)s)
    ORDER BY e.settlement_date, e.id LIMIT %(limit)s OFFSET %(offset)s"""
)
_OF_KEYS = _ENTRIES.format(narrowed="s.id = ANY (%(keys)s)")

#: The states in which money is still to come, or to be paid back.
OPEN_STATES = (
    *(CashState.DUE, CashState.UNPAID, CashState.SHORT, CashState.OVER, CashState.UPCOMING),
)


class CashGroup(NamedTuple):
    """What an agreement expects and received, in dollars, for one trade date and day due."""

    agreement: int
    trade_date: date
    due_on: date
    expected: Decimal
    received: Decimal
    has_cash: bool
    mixed: bool
    delivered: bool
    undelivered: bool

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received

    def may_have(self, state: CashState) -> bool:
        """Whether an entry of the group may be in the state."""
        match state:
            case CashState.SETTLED:
                return self.has_cash
            case CashState.UNDELIVERED:
                return self.has_cash and self.undelivered
            case CashState.SHORT | CashState.OVER:
                return self.has_cash
            case CashState.UNPAID:
                return self.delivered
        return True


class OpenCash(NamedTuple):
    """Dollars expected, received and open for what is due on one day from one agent."""

    due_on: date
    agreement: str
    slug: str
    agent: str
    expected: Decimal
    received: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received


class CashSum(NamedTuple):
    """Dollars expected and received in all."""

    expected: Decimal
    received: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received


class CashEntry(NamedTuple):
    """A sale or an adjustment with both sides of its settlement on a day."""

    sale: Sale
    sides: Sides
    state: CashState


def cash_groups(
    as_of: date, *, agreement: int | None = None, every: bool = False
) -> list[CashGroup]:
    """The groups in which something may be open on the day, the first due first; one query.

    `every` adds those in which nothing is.
    """
    asked = {"as_of": as_of, "agreement": agreement, "every": every}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, asked)
        return [CashGroup(*row) for row in cursor.fetchall()]


def open_cash(groups: Iterable[CashGroup], agreements: Mapping[int, Agreement]) -> list[OpenCash]:
    """What is open by day, agreement and agent; reads `versions` of the agreements."""
    sums: dict[tuple[date, int, str], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for group in groups:
        agent = agreements[group.agreement].agent_on(group.trade_date)
        figures = sums[group.due_on, group.agreement, agent]
        figures[0] += group.expected
        figures[1] += group.received
    return [
        OpenCash(due_on, agreements[key].name, agreements[key].slug, agent, expected, received)
        for (due_on, key, agent), (expected, received) in sums.items()
        if expected != received
    ]


def total_of(rows: Iterable[CashGroup | OpenCash]) -> CashSum:
    """What these rows come to."""
    figures = [(row.expected, row.received) for row in rows]
    return CashSum(
        sum((expected for expected, _ in figures), ZERO),
        sum((received for _, received in figures), ZERO),
    )


class AgedCash(NamedTuple):
    """What is open of one age, in dollars."""

    age: str
    open: Decimal


def by_age(groups: Iterable[CashGroup], as_of: date, exceptions: Exceptions) -> list[AgedCash]:
    """What is open by how many settlement days it is late; every age, also without any."""
    first_days = _first_days(as_of, exceptions)
    sums = {title: ZERO for title, _ in AGES}
    for group in groups:
        title = next(title for title, since in first_days if group.due_on >= since)
        sums[title] += group.open
    return [AgedCash(title, amount) for title, amount in sums.items()]


def _first_days(as_of: date, exceptions: Exceptions) -> list[tuple[str, date]]:
    """The earliest day due of each age: counted back once, not for each day that is due."""
    first: dict[str, date] = {}
    day, oldest = as_of, AGES[-1][0]
    while (title := age_of(days_late(day, as_of, exceptions))) != oldest:
        first[title] = day
        day -= timedelta(days=1)
    return [*first.items(), (oldest, date.min)]


def entries_in(
    states: Collection[CashState],
    groups: Iterable[CashGroup],
    as_of: date,
    *,
    rows: int,
    page: int = 1,
) -> list[CashEntry]:
    """A page of the entries in these states, the next to settle first, and one more if there is.

    Adjustments, which have no agreed day, come last. Two queries.
    """
    looked_into = [group for group in groups if any(map(group.may_have, states))]
    asked = {
        "as_of": as_of,
        "agreements": [group.agreement for group in looked_into],
        "traded": [group.trade_date for group in looked_into],
        "due": [group.due_on for group in looked_into],
        "states": [state.value for state in states],
        "limit": rows + 1,
        "offset": rows * (page - 1),
    }
    return _entries(_OF_STATES, asked, as_of)


def sides_of(sales: Collection[int], as_of: date) -> dict[int, Sides]:
    """Both sides of these sales and adjustments on the day, by their keys; one query."""
    return dict(_sides(_OF_KEYS, {"keys": list(sales), "as_of": as_of}))


def _sides(statement: str, asked: Mapping[str, Any]) -> list[tuple[int, Sides]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [(key, Sides(*sides)) for key, *sides in cursor.fetchall()]


def _entries(statement: str, asked: Mapping[str, Any], as_of: date) -> list[CashEntry]:
    found: Sequence[tuple[int, Sides]] = _sides(statement, asked)
    sales = Sale.objects.select_related("agreement", "placement").in_bulk([key for key, _ in found])
    return [CashEntry(sales[key], sides, sides.state(as_of)) for key, sides in found]
