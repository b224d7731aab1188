"""SQL that asks which terms are in force on a day, and what the standing sales cost by them."""

from neoequity.books.triggers import refuse_where


def version_in_force(agreement: str, day: str) -> str:
    """SQL for the number of the version; days before the signing have the terms of that day.

    Each version knows its own day of signing: one that was corrected later leaves the earlier as
    they were recorded.
    """
    return f"""(
        SELECT MAX(f.number) FROM placements_termversion f
        WHERE f.agreement_id = {agreement} AND f.effective_on <= GREATEST({day}, f.signed_on))"""


def schedules(agreements: str = "true") -> str:
    """Tables `tiers`, and `schedules` of agreements `a` with the trade dates each one prices."""
    return f"""
    tiers AS MATERIALIZED (
        SELECT t.agreement_id, t.version, t.above, t.rate,
               LEAD(t.above) OVER (PARTITION BY t.agreement_id, t.version ORDER BY t.above)
                   AS ends
        FROM placements_feetier t JOIN placements_agreement a ON a.id = t.agreement_id
        WHERE {agreements}
    ), dated AS (
        SELECT v.agreement_id, v.number,
               CASE WHEN v.effective_on <= v.signed_on THEN '-infinity'::date
                    ELSE v.effective_on END AS starts_on
        FROM placements_termversion v
        WHERE EXISTS (SELECT 1 FROM tiers t
                      WHERE t.agreement_id = v.agreement_id AND t.version = v.number)
    ), followed AS (
        SELECT agreement_id, number, starts_on,
               COALESCE(LEAD(starts_on) OVER (PARTITION BY agreement_id ORDER BY number),
                        'infinity') AS ends_on
        FROM dated
    ), schedules AS MATERIALIZED (
        SELECT agreement_id, number, starts_on, ends_on FROM followed WHERE starts_on < ends_on
    )
"""


def commission_on(gross: str, schedule: str) -> str:
    """SQL for C(G): the commission of a row's schedule on a cumulative gross, to the cent."""
    return f"""(
        SELECT ROUND(SUM(t.rate * GREATEST(LEAST({gross}, t.ends) - t.above, 0)), 2)
        FROM tiers t
        WHERE t.agreement_id = {schedule}.agreement_id AND t.version = {schedule}.number)"""


# A day's total has a reversal on its own day; its sale stood on another, perhaps of other tiers.
_STANDS = """
    COALESCE((SELECT SUM(d.gross) FROM placements_daytotal d
              WHERE d.agreement_id = k.agreement_id
                AND d.day >= k.starts_on AND d.day < k.ends_on), 0)
    + COALESCE((SELECT SUM(l.gross * (
                    (l.reversed_on >= k.starts_on AND l.reversed_on < k.ends_on)::int
                    - (l.trade_date >= k.starts_on AND l.trade_date < k.ends_on)::int))
                FROM placements_lot l
                WHERE l.agreement_id = k.agreement_id AND l.reversed_on IS NOT NULL), 0)
"""

#: Of one agreement, NEW: its commission is what its standing sales cost in trade order (p. S-11).
COMMISSION_FOLLOWS_TRADE_ORDER = refuse_where(
    f"""
    WITH {schedules("a.id = NEW.id")}, standing AS (
        SELECT k.agreement_id, k.number, k.starts_on,
               CASE WHEN COUNT(*) OVER () = 1 THEN a.gross_sold ELSE {_STANDS} END AS gross
        FROM schedules k JOIN placements_agreement a ON a.id = k.agreement_id
        WHERE k.agreement_id = NEW.id
    ), steps AS (
        SELECT s.*, SUM(s.gross) OVER (ORDER BY s.starts_on) AS after FROM standing s
    )
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.id AND a.commission_sold IS DISTINCT FROM (
        SELECT SUM({commission_on("s.after", "s")} - {commission_on("s.after - s.gross", "s")})
        FROM steps s)
    """,
    "The commission of an agreement is what its standing sales cost by trade date, each by the fee "
    "schedule of its day; what a posting displaces is posted with it as an adjustment.",
)
