"""The calculation of every commission, for auditors: each sale's dollars in each fee tier."""

from datetime import date

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import PLAIN_TEXT
from neoequity.books.exporting.query import ExportQuery
from placements.triggers.in_force import schedules, version_in_force

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

_VERSION = version_in_force("k.agreement_id", "k.trade_date")
# Of a sale that stands: a row for each tier, one for what it states, and one for its second fee.
_ROWS = f"""
    WITH {schedules()}, known AS MATERIALIZED (
        SELECT s.id, s.agreement_id, s.number, s.trade_date, s.gross, s.commission,
               s.deductions, s.net, s.commission_stated, s.second_fee, a.slug, {_KIND} AS kind,
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
               v.number AS version, t.above, t.ends, t.rate, i.gross, t.rate * i.gross AS amount,
               k.commission, k.deductions, k.net
        FROM standing k
        JOIN schedules v ON v.agreement_id = k.agreement_id
            AND k.trade_date >= v.starts_on AND k.trade_date < v.ends_on
        JOIN tiers t ON t.agreement_id = v.agreement_id AND t.version = v.number
        CROSS JOIN LATERAL (
            SELECT GREATEST(LEAST(k.after, t.ends) - t.above, 0)
                 - GREATEST(LEAST(k.after - k.gross, t.ends) - t.above, 0) AS gross) i
        WHERE i.gross <> 0
        UNION ALL
        SELECT k.slug, k.number, k.kind, k.trade_date, k.after - k.gross, k.after,
               {_VERSION}, NULL, NULL, NULL, k.gross, k.commission_stated, k.commission,
               k.deductions, k.net
        FROM standing k WHERE k.commission_stated IS NOT NULL
        UNION ALL
        SELECT k.slug, k.number, k.kind, k.trade_date, k.after - k.gross, k.after,
               f.number, NULL, NULL, f.second_fee_rate, NULL, k.second_fee, k.commission,
               k.deductions, k.net
        FROM standing k JOIN placements_termversion f
            ON f.agreement_id = k.agreement_id AND f.number = {_VERSION}
        WHERE k.second_fee IS NOT NULL
        UNION ALL
        SELECT slug, number, kind, trade_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               commission, deductions, net
        FROM known WHERE NOT stands
    )
"""  # noqa: S608  # put together from constants

_WORKINGS = f"""
    {_ROWS}
    SELECT {PLAIN_TEXT.format("slug")}, number, kind, trade_date, before, after, version, above,
           ends, rate, gross, ROUND(amount, 6), commission, deductions, net
    FROM rows WHERE trade_date >= %(since)s ORDER BY slug, number, above, rate NULLS FIRST
"""  # noqa: S608  # put together from constants

_SUMS = f"""
    {_ROWS}
    SELECT slug, 'tier', version, above, ends, rate, COUNT(*), COALESCE(SUM(gross), 0),
           ROUND(SUM(amount), 2)
    FROM rows WHERE version IS NOT NULL AND trade_date >= %(since)s
    GROUP BY slug, version, above, ends, rate
    UNION ALL
    SELECT slug, 'before', NULL, NULL, NULL, NULL, COUNT(*), COALESCE(SUM(gross), 0),
           ROUND(SUM(amount), 2)
    FROM rows WHERE version IS NOT NULL AND trade_date < %(since)s
    GROUP BY slug
    UNION ALL
    SELECT slug,
           CASE WHEN stands THEN 'standing' WHEN kind = 'sale' THEN 'reversed' ELSE kind END,
           NULL, NULL, NULL, NULL, COUNT(*), SUM(gross), SUM(commission)
    FROM known WHERE trade_date >= %(since)s
    GROUP BY 1, 2
    ORDER BY 1, 2, 3, 4
"""  # noqa: S608  # put together from constants


def commission_rows(asked: ExportQuery, since: date = date.min) -> Query:
    """One row per standing sale and tier, in trade order, and one for every other entry.

    What a sale states is a row without tier and rate, its second fee one with a rate alone.

    Those dated from the day `since` on; cumulative gross counts the earlier ones all the same.
    `commission`, `deductions` and `net` are those of the whole entry as posted, on each of its
    rows. Reversed sales, reversals and adjustments have no tiers; including them, the commissions
    of each agreement add up to what its standing sales cost, to the cent.
    """
    return Query(_WORKINGS, _values(asked, since))


def commission_sums(asked: ExportQuery, since: date) -> Query:
    """The same rows, added up by agreement: its slug, a kind of sum, then the figures.

    Calculated: each `tier` (version, above, up to, rate, sales, gross in the tier, commission to
    the cent), so also what sales state and second fees, and all standing sales `before` the day
    `since`. Posted from that day on, with entries, gross and commission: `standing` sales,
    `reversed` ones, each `reversal` and `adjustment`.
    """
    return Query(_SUMS, _values(asked, since))


def _values(asked: ExportQuery, since: date) -> dict[str, object]:
    return {
        "known_at": asked.known_at or "infinity",
        "as_of": asked.as_of,
        "agreement": asked.agreement,
        "issuer": asked.issuer,
        "since": since,
    }
