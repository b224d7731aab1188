"""The workings of every commission: the dollars of each sale in each fee tier, for the auditors."""

from placements.exports.asked import Asked
from placements.exports.copying import PLAIN_TEXT, Query
from placements.models.in_force import priced

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

_BEFORE = "SUM(s.gross) OVER (PARTITION BY s.agreement_id ORDER BY s.number) - s.gross"

# The gross before a row counts every row recorded earlier, also one that took effect later.
_WORKINGS = f"""
    {priced("(SELECT * FROM placements_sale WHERE recorded_at <= %(known_at)s)", _BEFORE)}
    SELECT {PLAIN_TEXT.format("a.slug")}, s.number,
           CASE WHEN e.reverses_id IS NULL THEN 'sale' ELSE 'reversal' END, e.trade_date,
           s.before, s.before + s.gross, s.version, t.above, t.ends, t.rate,
           i.gross, ROUND(t.rate * i.gross, 6), s.commission,
           e.deductions, e.net
    FROM priced s
    JOIN placements_agreement a ON a.id = s.agreement_id
    JOIN placements_issuer u ON u.id = a.issuer_id
    JOIN placements_sale e ON e.agreement_id = s.agreement_id AND e.number = s.number
    JOIN tiers t ON t.agreement_id = s.agreement_id AND t.version = s.version
    CROSS JOIN LATERAL (
        SELECT GREATEST(LEAST(s.before + s.gross, t.ends) - t.above, 0)
             - GREATEST(LEAST(s.before, t.ends) - t.above, 0) AS gross) i
    WHERE i.gross <> 0 AND e.trade_date <= %(as_of)s
      AND (%(agreement)s IS NULL OR a.slug = %(agreement)s)
      AND (%(issuer)s IS NULL OR u.slug = %(issuer)s)
    ORDER BY a.slug, s.number, t.above
"""  # noqa: S608  # put together from constants


def commission_rows(asked: Asked) -> Query:
    """One row a sale and tier; `commission_in_tier` to six decimals.

    `commission`, `deductions` and `net` are those of the whole sale as posted, on each of its rows:
    `gross_after` less `gross_before`, less commission and deductions, is net. The commission is the
    schedule on `gross_after` less that on `gross_before`, each to the cent.
    """
    values = {
        "known_at": asked.known_at or "infinity",
        "as_of": asked.as_of,
        "agreement": asked.agreement,
        "issuer": asked.issuer,
    }
    return Query(_WORKINGS, values)
