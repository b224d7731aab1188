"""The journal in SQL, so that a million settlements stream; it says what `rules` says."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import PLAIN_TEXT, marked
from neoequity.reports.journal.rules import OWN_EXPENSE, OfDays, Rank, Step
from placements.terms.split import StockSplit

#: A cell that stays blank for people, not one in which something is missing.
_BLANK = "\u00a0"


class Books(NamedTuple):
    """Whose entries, from when until when: agreements by key with their slugs, in their order.

    `names` are those of the agreements, by key. `accounts` are the accounts by role, as the file
    writes them. `only` is the key of the agreement that is shown; entries keep their numbers
    whichever that is.
    """

    agreements: Mapping[int, str]
    names: Mapping[int, str]
    since: date
    as_of: date
    known_at: datetime | None
    accounts: Mapping[str, str]
    of_days: OfDays
    only: int | None = None


_SETTLED = f"""
    agreements (agreement_id, place, slug, name) AS (
        SELECT * FROM unnest(%(agreements)s::bigint[], %(places)s::int[], %(slugs)s::text[],
                             %(names)s::text[])
    ), settled AS (
        SELECT s.agreement_id, v.delivered_on AS day, {Rank.ISSUED} AS rank, s.number,
               s.number AS about, s.net, s.gross, s.shares, s.trade_date AS traded_on, 1 AS sign
        FROM placements_delivery v
        JOIN placements_sale s ON s.id = v.sale_id
        LEFT JOIN placements_sale r ON r.reverses_id = s.id
            AND r.trade_date <= v.delivered_on AND r.recorded_at <= %(known_at)s
        WHERE s.adjusts_id IS NULL AND r.id IS NULL AND s.agreement_id = ANY(%(agreements)s)
          AND v.delivered_on <= %(as_of)s AND v.recorded_at <= %(known_at)s
        UNION ALL
        SELECT r.agreement_id, r.trade_date, {Rank.REVERSED}, r.number,
               s.number, r.net, r.gross, s.shares, s.trade_date, -1
        FROM placements_sale r
        JOIN placements_sale s ON s.id = r.reverses_id
        JOIN placements_delivery v ON v.sale_id = s.id
        WHERE r.agreement_id = ANY(%(agreements)s) AND v.delivered_on < r.trade_date
          AND r.trade_date <= %(as_of)s AND r.recorded_at <= %(known_at)s
          AND v.recorded_at <= %(known_at)s
    )
"""  # noqa: S608  # put together from constants

# What an expense adds to the deferred costs, and what a correction takes from them again.
_COSTS = f"""
    costs AS MATERIALIZED (
        SELECT x.agreement_id, x.day, {Rank.SPENT} AS rank, x.id AS number, x.category,
               CASE x.category WHEN 'refund' THEN -x.amount ELSE x.amount END AS cost,
               'Expense ' || x.id || ': ' || x.purpose AS memo
        FROM company_expense x
        WHERE x.agreement_id = ANY(%(agreements)s)
          AND x.day <= %(as_of)s AND x.recorded_at <= %(known_at)s
        UNION ALL
        SELECT x.agreement_id, GREATEST(x.day, c.day), {Rank.CORRECTED}, c.id, x.category,
               CASE x.category WHEN 'refund' THEN x.amount ELSE -x.amount END,
               'Expense ' || x.id || ' corrected by expense ' || c.id || ': ' || c.remark
        FROM company_expense c JOIN company_expense x ON x.id = c.replaces_id
        WHERE x.agreement_id = ANY(%(agreements)s)
          AND GREATEST(x.day, c.day) <= %(as_of)s AND c.recorded_at <= %(known_at)s
    )
"""  # noqa: S608  # put together from constants

# The aggregates have every day on which anything settled, so no sale is read for them.
_DAYS = """
    par (since, until, amount) AS (
        SELECT * FROM unnest(%(par_since)s::date[], %(par_until)s::date[], %(par)s::numeric[])
    ), capacities (agreement_id, since, until, amount) AS (
        SELECT * FROM unnest(%(capacity_of)s::bigint[], %(capacity_since)s::date[],
                             %(capacity_until)s::date[], %(capacity)s::numeric[])
    ), days AS MATERIALIZED (
        SELECT d.agreement_id, d.day, p.amount AS par, c.amount AS capacity,
               COALESCE(SUM(x.cost), 0) AS costs
        FROM (SELECT agreement_id, delivered_on AS day FROM placements_saleaggregate
              WHERE delivered_on IS NOT NULL
              UNION SELECT agreement_id, reversed_on FROM placements_saleaggregate
              WHERE delivered_on IS NOT NULL AND reversed_on IS NOT NULL) d
        LEFT JOIN par p ON d.day >= p.since AND d.day < p.until
        LEFT JOIN capacities c ON c.agreement_id = d.agreement_id
            AND d.day >= c.since AND d.day < c.until
        LEFT JOIN costs x ON x.agreement_id = d.agreement_id AND x.day <= d.day
        GROUP BY d.agreement_id, d.day, p.amount, c.amount
    )
"""

_MONEY = "'FM\"$\"999,999,999,999,999,990.00'"
_COUNT = "'FM999,999,999,999,999,990'"
_CHARGED = f"""
    'Offering costs charged to date ' || to_char(charged, {_MONEY}) || ': '
    || to_char(costs, {_MONEY}) || ' × ' || to_char(settled_gross, {_MONEY}) || ' settled ÷ '
    || to_char(capacity, {_MONEY}) || ' capacity'"""
_ISSUED = f"""
    CASE WHEN sign = 1 THEN 'Delivery of sale ' ELSE 'Reversal of sale ' END || about || ': '
    || to_char(issued, {_COUNT})
    || CASE WHEN issued = shares THEN '' ELSE ' (' || to_char(shares, {_COUNT}) || ' as traded)' END
    || ' shares at par $' || trim_scale(par)"""


def _events(issued: str) -> str:
    return f"""
    run AS (
        SELECT s.*, d.par, d.capacity, d.costs, {issued} AS issued, SUM(s.gross) OVER (
                   PARTITION BY s.agreement_id ORDER BY s.day, s.rank, s.number
                   ROWS UNBOUNDED PRECEDING) AS settled_gross
        FROM settled s JOIN days d ON d.agreement_id = s.agreement_id AND d.day = s.day
    ), charged AS (
        SELECT run.*, COALESCE(
                   ROUND(costs * LEAST(settled_gross, capacity) / NULLIF(capacity, 0), 2), 0
               ) AS charged
        FROM run
    ), moved AS (
        SELECT c.*, c.charged - LAG(c.charged, 1, 0::numeric) OVER (
                   PARTITION BY c.agreement_id ORDER BY c.day, c.rank, c.number) AS charge
        FROM charged c
    ), events AS (
        SELECT agreement_id, day, rank, number, number AS sale, net AS cash,
               sign * ROUND(issued * par, 2) AS stock, 0::numeric AS cost, NULL AS owed, charge,
               {_ISSUED} AS memo,
               CASE WHEN charge <> 0 THEN {_CHARGED} END AS charge_memo
        FROM moved WHERE day >= %(since)s
        UNION ALL
        SELECT s.agreement_id, v.delivered_on, {Rank.PAID}, s.number, s.number, s.net,
               0, 0, NULL, 0,
               'Adjustment of commission for ' || to_char(s.concerns, 'FMMon FMDD, YYYY')
               || CASE WHEN s.net < 0 THEN ', paid to the agent' ELSE ', paid by the agent' END,
               NULL
        FROM placements_delivery v JOIN placements_sale s ON s.id = v.sale_id
        WHERE s.adjusts_id IS NOT NULL AND s.agreement_id = ANY(%(agreements)s)
          AND v.delivered_on BETWEEN %(since)s AND %(as_of)s AND v.recorded_at <= %(known_at)s
        UNION ALL
        SELECT agreement_id, day, rank, number, NULL, 0, 0, cost,
               CASE category WHEN '{OWN_EXPENSE}' THEN %(payables)s ELSE %(agent)s END, 0,
               {PLAIN_TEXT.format("memo")}, NULL
        FROM costs WHERE day >= %(since)s
    )
    """  # noqa: S608  # put together from constants


_NUMBERED = """
    numbered AS (
        SELECT e.*, a.place, a.slug, a.name, SUM(
                   CASE WHEN cash <> 0 OR stock <> 0 OR cost <> 0 THEN 1 ELSE 0 END
                   + CASE WHEN charge <> 0 THEN 1 ELSE 0 END
               ) OVER (ORDER BY e.day, e.rank, a.place, e.number ROWS UNBOUNDED PRECEDING) AS last
        FROM events e JOIN agreements a ON a.agreement_id = e.agreement_id
    )
"""
_ENTRY = "e.last - CASE WHEN l.part = 1 AND e.charge <> 0 THEN 1 ELSE 0 END"
_AMOUNTS = """l.account, CASE WHEN l.amount > 0 THEN l.amount END AS debit,
           CASE WHEN l.amount < 0 THEN -l.amount END AS credit"""
_MEMO = "CASE l.part WHEN 1 THEN e.memo ELSE e.charge_memo END"
_FOR_FILES = f"e.day AS date, {_ENTRY} AS entry, {_AMOUNTS}, e.slug, e.sale, {_MEMO} AS memo"

# People need the day, the number and the memo of an entry once.
_IS_FIRST = """ROW_NUMBER() OVER (
    PARTITION BY e.day, e.rank, e.place, e.number, l.part ORDER BY l.amount < 0, l.line) = 1"""
_FOR_PEOPLE = f"""
    CASE WHEN {_IS_FIRST} THEN to_char(e.day, 'FMMon FMDD, YYYY') ELSE %(blank)s END,
    CASE WHEN {_IS_FIRST} THEN ({_ENTRY})::text ELSE %(blank)s END, {_AMOUNTS},
    CASE WHEN {_IS_FIRST} THEN e.name || '. ' || {_MEMO} ELSE %(blank)s END"""


def _lines(cells: str) -> str:
    return f"""
    SELECT {cells}
    FROM numbered e CROSS JOIN LATERAL (
        VALUES (1, 1, %(cash)s, e.cash), (1, 2, %(common_stock)s, -e.stock),
               (1, 3, %(paid_in_capital)s, e.stock - e.cash),
               (1, 4, %(deferred_costs)s, e.cost), (1, 5, e.owed, -e.cost),
               (2, 6, %(paid_in_capital)s, e.charge), (2, 7, %(deferred_costs)s, -e.charge)
    ) AS l (part, line, account, amount)
    WHERE l.amount <> 0 AND (%(only)s::bigint IS NULL OR e.agreement_id = %(only)s)
    ORDER BY e.day, e.rank, e.place, e.number, l.part, l.amount < 0, l.line
    """  # noqa: S608  # put together from constants


def journal_query(books: Books) -> Query:
    """A row a line: date, entry, account, debit, credit, agreement, sale, memo; in order."""
    return _query(books, _FOR_FILES)


def journal_in_words(books: Books) -> Query:
    """The same lines with day, number and memo once an entry; the memo names the agreement."""
    return _query(books, _FOR_PEOPLE)


def _query(books: Books, cells: str) -> Query:
    issued, splits = _issued(books.of_days.splits)
    sql = f"WITH {_SETTLED}, {_COSTS}, {_DAYS}, {_events(issued)}, {_NUMBERED} {_lines(cells)}"
    return Query(sql, {**_asked(books), **splits, "blank": _BLANK})


def by_account(entries: Query) -> Query:
    """The debits and credits of each account, and its lines."""
    sql = f"""
    SELECT account, COUNT(*), SUM(debit), SUM(credit) FROM ({entries.sql}) j GROUP BY account
    """  # noqa: S608  # put together from a query
    return Query(sql, entries.params)


def first_issue_before(books: Books, day: date) -> date | None:
    """The first day of the period, before this one, on which shares were issued or taken back."""
    sql = f"""
    WITH {_SETTLED} SELECT MIN(day) FROM settled
    WHERE day >= %(since)s AND day < %(before)s
      AND (%(only)s::bigint IS NULL OR agreement_id = %(only)s)
    """  # noqa: S608  # put together from constants
    with connection.cursor() as cursor:
        cursor.execute(cursor.mogrify(sql, {**_asked(books), "before": day}).decode())
        found: date | None = cursor.fetchone()[0]
    return found


def _asked(books: Books) -> dict[str, object]:
    par = _spans(books.of_days.par)
    capacity = [
        (key, *span) for key, steps in books.of_days.capacity.items() for span in _spans(steps)
    ]
    return {
        "agreements": list(books.agreements),
        "places": list(range(len(books.agreements))),
        "slugs": [marked(slug) for slug in books.agreements.values()],
        "names": [books.names.get(key, slug) for key, slug in books.agreements.items()],
        "since": books.since,
        "as_of": books.as_of,
        "known_at": books.known_at or "infinity",
        "only": books.only,
        "par_since": [since for since, _, _ in par],
        "par_until": [until for _, until, _ in par],
        "par": [amount for _, _, amount in par],
        "capacity_of": [key for key, _, _, _ in capacity],
        "capacity_since": [since for _, since, _, _ in capacity],
        "capacity_until": [until for _, _, until, _ in capacity],
        "capacity": [amount for _, _, _, amount in capacity],
        **{role: marked(account) for role, account in books.accounts.items()},
    }


def _spans(steps: Sequence[Step]) -> list[tuple[date, date, object]]:
    """Each step with the day on which the next begins."""
    ends = [since for since, _ in steps[1:]] + [date.max]
    return [(since, end, amount) for (since, amount), end in zip(steps, ends, strict=False)]


def _issued(splits: Sequence[StockSplit]) -> tuple[str, dict[str, object]]:
    """SQL for a sale's shares on the day of its event: each split between drops the fraction.

    Its own shares stand in it once, however many splits there are.
    """
    sql, params = "s.shares", dict[str, object]()
    for number, split in enumerate(splits):
        on, new, old = (f"split_{number}_{name}" for name in ("on", "new", "old"))
        params |= {on: split.on, new: split.ratio.new, old: split.ratio.old}
        applies = f"s.traded_on < %({on})s AND %({on})s <= s.day"
        sql = f"""DIV(({sql})::numeric * CASE WHEN {applies} THEN %({new})s ELSE 1 END,
                      CASE WHEN {applies} THEN %({old})s ELSE 1 END)"""
    return sql, params
