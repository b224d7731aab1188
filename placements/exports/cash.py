"""SQL of exports: what entries and receipts have come to by a day, as known at a moment.

Each is one pass over the receipts and their parts, joined once, and no query for each row.
"""

import re

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import PLAIN_TEXT
from neoequity.books.exporting.query import ExportQuery

#: Keys of entries, from the first to the last.
Keys = tuple[int, int]
EVERY_KEY: Keys = (0, 2**63 - 1)

_NAMED = re.compile(r"%\((\w+)\)s")

# A part counts from its day until its receipt is undone; the trigger keeps that day later.
_MOVES = """
    SELECT p.entry_id, p.receipt_id, p.applied_on AS day, p.amount
    FROM placements_receiptpart p
    WHERE p.applied_on <= %(as_of)s AND p.recorded_at <= %(known_at)s
      AND p.entry_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT p.entry_id, u.id, u.received_on, -p.amount
    FROM placements_receipt u JOIN placements_receiptpart p ON p.receipt_id = u.undoes_id
    WHERE u.received_on <= %(as_of)s AND u.recorded_at <= %(known_at)s
      AND p.entry_id BETWEEN %(first)s AND %(last)s
"""

#: CTE `cash` (id, received, paid_on): of each entry that received any, how much and from which day
#: on it has had its net, null while it has not.
CASH = f"""
    cash_days AS (
        SELECT m.entry_id, m.day, SUM(m.amount) AS moved,
               ABS(SUM(SUM(m.amount)) OVER (PARTITION BY m.entry_id ORDER BY m.day))
                   >= ABS(s.net) AS is_paid
        FROM ({_MOVES}) m JOIN placements_sale s ON s.id = m.entry_id
        GROUP BY m.entry_id, m.day, s.net
    ), cash_reached AS (
        SELECT entry_id, day, moved, is_paid,
               MAX(day) FILTER (WHERE NOT is_paid) OVER (PARTITION BY entry_id) AS unpaid_on
        FROM cash_days
    ), cash AS MATERIALIZED (
        SELECT entry_id AS id, SUM(moved) AS received,
               MIN(day) FILTER (WHERE is_paid AND (unpaid_on IS NULL OR day > unpaid_on)) AS paid_on
        FROM cash_reached GROUP BY entry_id
    )
"""  # noqa: S608  # put together from constants

#: CTE `matched` (id, amount): what of each receipt is allocated; one that undoes another has what
#: that takes back.
MATCHED = f"""
    matched AS MATERIALIZED (
        SELECT m.receipt_id AS id, SUM(m.amount) AS amount FROM ({_MOVES}) m GROUP BY m.receipt_id
    )
"""  # noqa: S608  # put together from constants

#: CTE `received` (id, amount): what each entry has received, if it has any.
RECEIVED = f"""
    received AS MATERIALIZED (
        SELECT m.entry_id AS id, SUM(m.amount) AS amount FROM ({_MOVES}) m GROUP BY m.entry_id
    )
"""  # noqa: S608  # put together from constants

#: CTE `agents` (agreement_id, starts_on, ends_on, agent): who each agreement is with on which days.
AGENTS = f"""
    begun AS (
        SELECT v.agreement_id, v.number, {PLAIN_TEXT.format("v.agent")} AS agent,
               CASE WHEN v.effective_on <= v.signed_on THEN '-infinity'::date
                    ELSE v.effective_on END AS starts_on
        FROM placements_termversion v WHERE v.number = 1 OR v.recorded_at <= %(known_at)s
    ), agents AS MATERIALIZED (
        SELECT agreement_id, agent, starts_on,
               COALESCE(MIN(starts_on) OVER (PARTITION BY agreement_id ORDER BY number
                        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 'infinity') AS ends_on
        FROM begun
    )
"""  # noqa: S608  # put together from constants


def cash_values(asked: ExportQuery, entries: Keys = EVERY_KEY) -> dict[str, object]:
    """The parameters of these pieces, by name; `entries` are the keys from first to last."""
    first, last = entries
    known_at = asked.known_at or "infinity"
    return {"as_of": asked.as_of, "known_at": known_at, "first": first, "last": last}


def by_position(piece: str, asked: ExportQuery, entries: Keys = EVERY_KEY) -> Query:
    """A piece for a statement of which the others have their parameters by position."""
    values = cash_values(asked, entries)
    return Query(_NAMED.sub("%s", piece), [values[name] for name in _NAMED.findall(piece)])
