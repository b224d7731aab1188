"""SQL for what the agent has earned: a warrant by the sales behind it, never more than covered."""

from placements.models.triggers import refuse_where
from warrants.models.ratio import ratio


def _years_after(day: str, years: str) -> str:
    """SQL for the same day years later; like terms.clocks, 29 February falls on the 28th."""
    return f"({day} + make_interval(years => a.{years}))::date"


_OF_THE_BASE = "(w.placement_id IS NULL OR {0} = w.placement_id)"

# The facts are those of the placement, or of all placements where the warrant names none.
ISSUES_ARE_EARNED = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    JOIN placements_agreement a ON a.id = w.agreement_id
    CROSS JOIN LATERAL (
        SELECT SUM(p.shares_sold) AS shares, SUM(p.gross_sold) AS gross,
               BOOL_OR(p.status IN ('accepted', 'suspended') AND p.shares_sold < p.shares_offered)
                   AS open
        FROM placements_placement p
        WHERE p.agreement_id = a.id AND {_OF_THE_BASE.format("p.id")}) sold
    CROSS JOIN LATERAL (
        SELECT COUNT(*) FILTER (WHERE v.id IS NULL) AS waiting,
               MAX(GREATEST(s.settlement_date, v.delivered_on)) AS last
        FROM placements_sale s LEFT JOIN placements_delivery v ON v.sale_id = s.id
        WHERE s.agreement_id = a.id AND {_OF_THE_BASE.format("s.placement_id")}
          AND s.reverses_id IS NULL AND s.adjusts_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)) settled
    WHERE n.kind = 'issue' AND (
           a.warrant_pooled <> (w.placement_id IS NULL)
        OR sold.open IS DISTINCT FROM FALSE
        OR settled.waiting > 0
        OR (w.issued_on, w.exercise_price) IS DISTINCT FROM (
               settled.last,
               ROUND(a.warrant_strike_rate * sold.gross / NULLIF(sold.shares, 0), 4))
        OR (w.cashless_from, w.agreed_transfer_from, w.nasd_transfer_from,
            w.registrable_from, w.expires_on) IS DISTINCT FROM (
               {_years_after("w.issued_on", "warrant_cashless_years")},
               {_years_after("w.issued_on", "warrant_transfer_years")},
               {_years_after("a.offering_effective_on", "warrant_nasd_transfer_years")},
               {_years_after("w.issued_on", "warrant_registration_years")},
               {_years_after("w.issued_on", "warrant_life_years")}
                   - CASE WHEN a.warrant_last_day_included THEN 0 ELSE 1 END))
    """,
    "A warrant is issued when all sales behind it are settled, at the price and with the clocks "
    "that its agreement states.",
)

# Shares are counted as on the days of issue; a part of one such share is not taken as cancelled.
_NET = f"""
    SELECT COALESCE(SUM(CASE e.kind WHEN 'issue' THEN e.shares ELSE -DIV(
               e.shares * {ratio("old", "i.issuer_id", "i.issued_on", "e.on")},
               {ratio("new", "i.issuer_id", "i.issued_on", "e.on")}) END), 0)
    FROM warrants_warrant i JOIN warrants_entry e ON e.warrant_id = i.id
    WHERE i.agreement_id = a.id AND e.kind IN ('issue', 'cancellation')"""

NOT_MORE_THAN_EARNED = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    JOIN placements_agreement a ON a.id = w.agreement_id
    WHERE (n.kind = 'issue' OR (n.kind = 'cancellation' AND n.reverses_id IS NOT NULL)) AND (
           ({_NET}) > FLOOR(a.warrant_limit_rate * a.shares_sold)
        OR ({_NET} AND i.placement_id IS NOT DISTINCT FROM w.placement_id) > COALESCE((
               SELECT FLOOR(a.warrant_coverage_rate * SUM(p.shares_sold))
               FROM placements_placement p
               WHERE p.agreement_id = a.id AND {_OF_THE_BASE.format("p.id")}), 0))
    """,
    "Warrants are issued for no more than their share of the shares sold.",
)
