"""Cash beside deliveries: what is expected and received on a day, by groups of sales and by sale.

Groups come from aggregates and totals of days; they also narrow down the sales to read, however
many there are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from placements.models import Sale
from placements.terms.cash import CashState, Sides
from placements.triggers.cash_total import THEIR_ENTRIES, WHEN_DUE

# A sale that was reversed by the day is expected together with its reversal, on the reversal's day:
# nothing, or a cent of rounding. What such a sale received, and what one with a remark on a part
# did, may make good in a sum what others lack, so `mixed` groups are always looked into.
_GROUPS = f"""
    WITH moved AS (
        SELECT l.agreement_id,
               CASE WHEN l.reversed_on <= %(as_of)s THEN l.reversed_on ELSE l.trade_date
                    END AS trade_date,
               CASE WHEN l.reversed_on <= %(as_of)s THEN l.reversed_on
                    ELSE COALESCE(l.settlement_date, l.trade_date) END AS due_on,
               l.net AS expected, 0.00 AS received, l.sales, false AS has_cash, false AS mixed,
               COALESCE(l.delivered_on <= %(as_of)s, false) AS delivered
        FROM placements_saleaggregate l WHERE l.trade_date <= %(as_of)s
        UNION ALL
        SELECT agreement_id, trade_date, due_on, 0, applied, 0, true, false, NULL
        FROM placements_cashtotal WHERE day <= %(as_of)s AND due_on IS NOT NULL
        UNION ALL
        SELECT o.agreement_id, o.trade_date, o.settlement_date, 0, 0, 0, true, true, NULL
        FROM placements_sale r JOIN placements_sale o ON o.id = r.reverses_id
        WHERE r.reverses_id IS NOT NULL AND r.trade_date <= %(as_of)s
          AND EXISTS (SELECT 1 FROM placements_receiptpart p WHERE p.entry_id IN (r.id, o.id))
        UNION ALL
        SELECT s.agreement_id, {WHEN_DUE}, 0, 0, 0, true, true, NULL
        FROM placements_receiptpart p {THEIR_ENTRIES} WHERE p.remark <> ''
    )
    SELECT agreement_id, trade_date, due_on, SUM(expected), SUM(received), SUM(sales),
           BOOL_OR(has_cash),
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

_ENTRIES = """
    SELECT e.id, e.expected, e.received, e.settlement_date, e.delivered, e.reversed
    FROM (
        SELECT s.id, s.settlement_date, s.net + COALESCE(r.net, 0) AS expected,
               COALESCE(c.received, 0) AS received, v.id IS NOT NULL AS delivered,
               r.id IS NOT NULL AS reversed
        FROM {sales}
        LEFT JOIN placements_sale r ON r.reverses_id = s.id AND r.trade_date <= %(as_of)s
        LEFT JOIN placements_delivery v ON v.sale_id = s.id AND v.delivered_on <= %(as_of)s
        LEFT JOIN LATERAL (
            SELECT SUM(p.amount) AS received FROM placements_receiptpart p
            WHERE p.entry_id IN (s.id, r.id) AND p.applied_on <= %(as_of)s AND NOT EXISTS (
                SELECT 1 FROM placements_receipt u
                WHERE u.undoes_id = p.receipt_id AND u.received_on <= %(as_of)s)) c ON true
        WHERE s.reverses_id IS NULL AND s.trade_date <= %(as_of)s
    ) e
"""
_IN_GROUPS = """unnest(%(agreements)s::bigint[], %(traded)s::date[], %(due)s::date[])
            AS g (agreement_id, trade_date, due_on)
        JOIN placements_sale s ON s.agreement_id = g.agreement_id AND s.trade_date = g.trade_date
            AND COALESCE(s.settlement_date, s.trade_date) = g.due_on"""
_OF_STATES = (
    _ENTRIES.format(sales=_IN_GROUPS)
    + f"""
    WHERE {STATE} = ANY (%(states)s)
    ORDER BY e.settlement_date, e.id LIMIT %(limit)s OFFSET %(offset)s"""
)
_OF_KEYS = _ENTRIES.format(
    sales="unnest(%(keys)s::bigint[]) AS k (id) JOIN placements_sale s USING (id)"
)

#: The states in which money is still to come, or to be paid back.
OPEN_STATES = (
    *(CashState.DUE, CashState.UNPAID, CashState.SHORT, CashState.OVER, CashState.UPCOMING),
)


# So many sales are looked into at first, and then so many times as many.
_ENOUGH, _FARTHER = 5_000, 8


class CashGroup(NamedTuple):
    """What an agreement expects and received, in dollars, for one trade date and day due."""

    agreement: int
    trade_date: date
    due_on: date
    expected: Decimal
    received: Decimal
    sales: int
    has_cash: bool
    mixed: bool
    delivered: bool
    undelivered: bool

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received

    @property
    def is_of_adjustments(self) -> bool:
        """Whether it has adjustments: only these are due on the day on which they are dated."""
        return self.trade_date == self.due_on

    def may_have(self, state: CashState) -> bool:
        """Whether an entry of the group may be in the state."""
        match state:
            case CashState.SETTLED:
                return self.has_cash
            case CashState.UNDELIVERED:
                return self.has_cash and self.undelivered
            case CashState.SHORT:
                return self.has_cash
            case CashState.OVER:
                return self.mixed
            case CashState.UNPAID:
                return self.delivered
        return True


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


def entries_in(
    states: Collection[CashState],
    groups: Iterable[CashGroup],
    as_of: date,
    *,
    rows: int,
    page: int = 1,
) -> list[CashEntry]:
    """A page of the entries in these states, the next to settle first, and one more if there is.

    Adjustments, which have no agreed day, come last. Reads the groups from the first due on, no
    farther than the page needs: two queries, unless few of very many are in these states.
    """
    may_be = [group for group in groups if any(map(group.may_have, states))]
    may_be.sort(key=lambda group: (group.is_of_adjustments, group.due_on))
    last = rows * page + 1
    enough = max(_ENOUGH, 2 * last)
    while True:
        looked_into = list(_first_due(may_be, enough))
        asked = {
            "as_of": as_of,
            "agreements": [group.agreement for group in looked_into],
            "traded": [group.trade_date for group in looked_into],
            "due": [group.due_on for group in looked_into],
            "states": [state.value for state in states],
            "limit": rows + 1,
            "offset": rows * (page - 1),
        }
        found = _sides(_OF_STATES, asked)
        if len(found) > rows or len(looked_into) == len(may_be):
            return _entries(found, as_of)
        enough *= _FARTHER


def _first_due(groups: Iterable[CashGroup], enough: int) -> Iterator[CashGroup]:
    """The first of the groups, with so many sales at least, and all that are due with the last."""
    sales = 0
    for _, due in groupby(groups, lambda group: (group.is_of_adjustments, group.due_on)):
        if sales >= enough:
            return
        for group in due:
            sales += group.sales
            yield group


def sides_of(sales: Collection[int], as_of: date) -> dict[int, Sides]:
    """Both sides of these sales and adjustments on the day, by their keys; one query."""
    return dict(_sides(_OF_KEYS, {"keys": list(sales), "as_of": as_of}))


def _sides(statement: str, asked: Mapping[str, Any]) -> list[tuple[int, Sides]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [(key, Sides(*sides)) for key, *sides in cursor.fetchall()]


def _entries(found: Sequence[tuple[int, Sides]], as_of: date) -> list[CashEntry]:
    sales = Sale.objects.select_related("agreement", "placement").in_bulk([key for key, _ in found])
    return [CashEntry(sales[key], sides, sides.state(as_of)) for key, sides in found]
