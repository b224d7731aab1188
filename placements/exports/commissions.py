"""The calculation of every commission, for auditors: each sale's dollars in each fee tier."""

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import PLAIN_TEXT
from neoequity.books.exporting.query import ExportQuery
from placements.triggers.in_force import schedules

COMMISSIONS = (
    "agreement",
    "sale",
    "kind",
    "trade_date",
    "gross_before",
    "gross_after",
    "terms_version",
    "tier_above",
    "tier_up_to",
    "rate",
    "gross_in_tier",
    "commission_in_tier",
    "commission",
    "deductions",
    "net",
)

_KIND = """CASE WHEN s.adjusts_id IS NOT NULL THEN 'adjustment'
               WHEN s.reverses_id IS NOT NULL THEN 'reversal' ELSE 'sale' END"""

_WORKINGS = f"""
    WITH {schedules()}, known AS MATERIALIZED (
        SELECT s.id, s.agreement_id, s.number, s.trade_date, s.gross, s.commission,
               s.deductions, s.net, a.slug, {_KIND} AS kind,
               s.gross > 0 AND NOT EXISTS (
                   SELECT 1 FROM placements_sale r
                   WHERE r.reverses_id = s.id AND r.trade_date <= %(as_of)s
                     AND r.recorded_at <= %(known_at)s) AS stands
        FROM placements_sale s
        JOIN placements_agreement a ON a.id = s.agreement_id
        JOIN books_issuer u ON u.id = a.issuer_id
        WHERE s.recorded_at <= %(known_at)s AND s.trade_date <= %(as_of)s
          AND (%(agreement)s IS NULL OR a.slug = %(agreement)s)
          AND (%(issuer)s IS NULL OR u.slug = %(issuer)s)
    ), standing AS (
        SELECT k.*, SUM(k.gross) OVER (
                   PARTITION BY k.agreement_id ORDER BY k.trade_date, k.number) AS after
        FROM known k WHERE k.stands
    ), rows AS (
        SELECT k.slug, k.number, k.kind, k.trade_date, k.after - k.gross AS before, k.after,
               v.number AS version, t.above, t.ends, t.rate, i.gross, k.commission,
               k.deductions, k.net
        FROM standing k
        JOIN schedules v ON v.agreement_id = k.agreement_id
            AND k.trade_date >= v.starts_on AND k.trade_date < v.ends_on
        JOIN tiers t ON t.agreement_id = v.agreement_id AND t.version = v.number
        CROSS JOIN LATERAL (
            SELECT GREATEST(LEAST(k.after, t.ends) - t.above, 0)
                 - GREATEST(LEAST(k.after - k.gross, t.ends) - t.above, 0) AS gross) i
        WHERE i.gross <> 0
        UNION ALL
        SELECT slug, number, kind, trade_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, commission,
               deductions, net
        FROM known WHERE NOT stands
    )
    SELECT {PLAIN_TEXT.format("slug")}, number, kind, trade_date, before, after, version, above,
           ends, rate, gross, ROUND(rate * gross, 6), commission, deductions, net
    FROM rows ORDER BY slug, number, above
"""  # noqa: S608  # put together from constants


def commission_rows(asked: ExportQuery) -> Query:
    """One row per standing sale and tier, in trade order, and one for every other entry.

    `commission`, `deductions` and `net` are those of the whole entry as posted, on each of its
    rows. Reversed sales, reversals and adjustments have no tiers; including them, the commissions
    of each agreement add up to what its standing sales cost, to the cent.
    """
    values = {
        "known_at": asked.known_at or "infinity",
        "as_of": asked.as_of,
        "agreement": asked.agreement,
        "issuer": asked.issuer,
    }
    return Query(_WORKINGS, values)
