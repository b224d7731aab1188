"""SQL for what the agent has earned: the warrants that sales allow, and their limits.

It counts as models.accrual does: placements and pools by the terms of their day, in shares of the
warrant's day. tests/warrants/test_one_count.py compares the two.
"""

from neoequity.books.triggers import refuse_where
from placements.triggers.in_force import version_in_force
from warrants.triggers.ratio import EVER, NEVER, SPLITS, moved, ratio


def _years_after(day: str, years: str) -> str:
    """SQL for the same calendar day years later; Feb 29 becomes Feb 28, as in terms.clocks."""
    return f"({day} + make_interval(years => c.{years}))::date"


# By the terms `x` at a placement's acceptance, its sales are pooled or have a warrant of their own.
_ACCEPTED = f"""
    JOIN placements_termversion x ON x.agreement_id = a.id
        AND x.number = {version_in_force("a.id", "p.accepted_on")}"""
_OF_THE_BASE = """
    CASE WHEN x.warrant_pooled THEN w.placement_id IS NULL ELSE w.placement_id = p.id END"""

# Standing aggregates `l` of the agreement `a`, each with the terms `t` under which it earns.
_SOLD = f"""
    placements_saleaggregate l JOIN placements_placement p ON p.id = l.placement_id {_ACCEPTED}
    JOIN placements_termversion t ON t.agreement_id = a.id AND t.number = CASE
        WHEN x.warrant_pooled THEN {version_in_force("a.id", "l.trade_date")} ELSE x.number END
    WHERE l.agreement_id = a.id AND l.settlement_date IS NOT NULL AND l.reversed_on IS NULL
      AND l.shares > 0
      AND t.warrant_coverage_rate IS NOT NULL AND t.warrant_strike_rate IS NOT NULL"""

# An aggregate in shares of today, fractions kept: divided once, by the product of all old shares.
_TIMES = f"""
    {ratio("new", "a.issuer_id", "l.trade_date", EVER)}
    * {ratio("old", "a.issuer_id", NEVER, "l.trade_date")}"""
_DIVIDED = ratio("old", "a.issuer_id", NEVER, EVER)

_OFFERED = moved("p.shares_offered", "a.issuer_id", "COALESCE(p.proposed_on, p.status_on)", EVER)
_OPEN = f"""
    EXISTS (SELECT 1 FROM placements_placement p {_ACCEPTED}
            WHERE p.agreement_id = a.id AND p.status IN ('accepted', 'suspended')
              AND {_OF_THE_BASE}
              AND {_OFFERED} > COALESCE((
                  SELECT DIV(SUM(l.shares * {_TIMES}), {_DIVIDED}) FROM placements_saleaggregate l
                  WHERE l.placement_id = p.id AND l.settlement_date IS NOT NULL
                    AND l.reversed_on IS NULL), 0))"""

# What is settled of the sales behind a warrant `w`, and the terms `c` that give its clocks.
_SETTLED = f"""
    CROSS JOIN LATERAL (
        SELECT SUM(l.sales) FILTER (WHERE l.delivered_on IS NULL) AS waiting,
               MAX(GREATEST(l.settlement_date, l.delivered_on)) AS last,
               MAX(l.trade_date) AS last_trade
        FROM {_SOLD} AND {_OF_THE_BASE}) settled
    CROSS JOIN LATERAL (
        SELECT COALESCE(settled.last, MAX(i.issued_on)) AS day FROM warrants_warrant i
        WHERE i.agreement_id = a.id AND i.placement_id IS NOT DISTINCT FROM w.placement_id) counted
    LEFT JOIN placements_placement q ON q.id = w.placement_id
    LEFT JOIN placements_termversion c ON c.agreement_id = a.id AND c.number = CASE
        WHEN q.id IS NULL THEN {version_in_force("a.id", "settled.last_trade")}
        ELSE {version_in_force("a.id", "q.accepted_on")} END"""

# By rates; at each split, in order, earlier trades are added up and rounded down.
_EARNED = f"""
    CROSS JOIN LATERAL (
        WITH RECURSIVE steps AS (
            SELECT ROW_NUMBER() OVER (ORDER BY d.effective_on) AS step, d.*
            FROM {SPLITS} d WHERE d.issuer_id = a.issuer_id AND d.effective_on <= counted.day
        ), spans AS (
            SELECT t.warrant_coverage_rate AS coverage, t.warrant_strike_rate AS strike,
                   1 + (SELECT COUNT(*) FROM steps s WHERE s.effective_on <= l.trade_date) AS span,
                   SUM(l.shares) AS shares, SUM(l.gross) AS gross
            FROM {_SOLD} AND {_OF_THE_BASE} GROUP BY 1, 2, 3
        ), carried AS (
            SELECT coverage, strike, 0::bigint AS step, 0::numeric AS shares
            FROM spans GROUP BY 1, 2
            UNION ALL
            SELECT k.coverage, k.strike, s.step, DIV(s.new * (k.shares + COALESCE((
                       SELECT SUM(n.shares) FROM spans n
                       WHERE (n.coverage, n.strike, n.span) = (k.coverage, k.strike, s.step)), 0)),
                   s.old)
            FROM carried k JOIN steps s ON s.step = k.step + 1
        ), parts AS (
            SELECT k.coverage, k.strike, SUM(n.gross) AS gross,
                   k.shares + COALESCE(SUM(n.shares) FILTER (WHERE n.span > k.step), 0) AS shares
            FROM carried k JOIN spans n ON (n.coverage, n.strike) = (k.coverage, k.strike)
            WHERE k.step = (SELECT COUNT(*) FROM steps)
            GROUP BY k.coverage, k.strike, k.step, k.shares
        )
        SELECT FLOOR(SUM(coverage * shares)) AS shares,
               ROUND(SUM(strike * gross) / NULLIF(SUM(shares), 0), 4) AS price
        FROM parts) earned"""

ISSUES_ARE_EARNED = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    JOIN placements_agreement a ON a.id = w.agreement_id
    {_SETTLED} {_EARNED}
    WHERE n.kind = 'issue' AND (
           {_OPEN}
        OR settled.waiting > 0
        OR c.warrant_due_days IS NULL
        OR (w.issued_on, w.exercise_price) IS DISTINCT FROM (settled.last, earned.price)
        OR (w.cashless_from, w.agreed_transfer_from, w.nasd_transfer_from,
            w.registrable_from, w.expires_on) IS DISTINCT FROM (
               {_years_after("w.issued_on", "warrant_cashless_years")},
               {_years_after("w.issued_on", "warrant_transfer_years")},
               {_years_after("c.offering_effective_on", "warrant_nasd_transfer_years")},
               {_years_after("w.issued_on", "warrant_registration_years")},
               {_years_after("w.issued_on", "warrant_life_years")}
                   - CASE WHEN c.warrant_last_day_included THEN 0 ELSE 1 END))
    """,
    "A warrant is issued when all sales behind it are settled, at the price and with the clocks "
    "of the terms in force on the day that counts for it.",
)

# An entry counts by the splits known when it was recorded; a reversal counts as its entry.
_STATED = ("i.issuer_id", "i.issued_on", "COALESCE(o.on, e.on)")
_KNOWN = "COALESCE(o.recorded_at, e.recorded_at)"
_BACK = f"""
    DIV(e.shares * {ratio("old", *_STATED, known_at=_KNOWN)},
        {ratio("new", *_STATED, known_at=_KNOWN)})"""

# In shares of the day of issue; a fraction of a share does not count as cancelled unless nothing
# else is left: fractions dropped by a split belong to no one.
_NET = f"""(
    SELECT CASE
        WHEN i.outstanding = 0 AND COALESCE(SUM(e.shares) FILTER (
            WHERE e.kind IN ('cash_exercise', 'cashless_exercise', 'expiry')), 0) = 0 THEN 0
        ELSE i.shares - COALESCE(SUM({_BACK}) FILTER (WHERE e.kind = 'cancellation'), 0) END
    FROM warrants_entry e LEFT JOIN warrants_entry o ON o.id = e.reverses_id
    WHERE e.warrant_id = i.id)"""
_NET_NOW = moved(_NET, "i.issuer_id", "i.issued_on", EVER)
_NET_THEN = moved(_NET, "i.issuer_id", "i.issued_on", "counted.day")

NOT_MORE_THAN_EARNED = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    JOIN placements_agreement a ON a.id = w.agreement_id
    {_SETTLED} {_EARNED}
    WHERE (n.kind = 'issue' OR (n.kind = 'cancellation' AND n.reverses_id IS NOT NULL)) AND (
           (EXISTS (SELECT 1 FROM placements_termversion v
                    WHERE v.agreement_id = a.id AND v.warrant_limit_rate IS NOT NULL)
            AND (SELECT SUM({_NET_NOW}) FROM warrants_warrant i WHERE i.agreement_id = a.id)
                > COALESCE((
                    SELECT DIV(SUM(l.shares * {_TIMES}
                                   * COALESCE(t.warrant_limit_rate, t.warrant_coverage_rate)),
                               {_DIVIDED}) FROM {_SOLD}), 0))
        OR (SELECT SUM({_NET_THEN}) FROM warrants_warrant i
            WHERE i.agreement_id = a.id AND i.placement_id IS NOT DISTINCT FROM w.placement_id)
           > COALESCE(earned.shares, 0))
    """,
    "Warrants are issued for no more than their share of the shares sold.",
)
