"""SQL that asks which version of the terms is in force on a day, and what commission it gives."""


def version_in_force(agreement: str, day: str) -> str:
    """SQL for the number of the version; days before the signing have the terms of that day.

    Each version knows its own day of signing: one that was corrected later leaves the earlier as
    they were recorded.
    """
    return f"""(
        SELECT MAX(f.number) FROM placements_termversion f
        WHERE f.agreement_id = {agreement} AND f.effective_on <= GREATEST({day}, f.signed_on))"""


def priced(sales: str, before: str) -> str:
    """SQL for the rows `priced` of `sales`, each with the `version` whose `tiers` it is held to.

    That is the schedule of its trade date, as it was known when the sale was posted; a reversal has
    the schedule of the sale it reverses. `before` is SQL for the agreement's gross before the row,
    which may read the row as `s` and the agreement as `a`.
    """
    return f"""
    WITH tiers AS MATERIALIZED (
        SELECT agreement_id, version, above, rate,
               LEAD(above) OVER (PARTITION BY agreement_id, version ORDER BY above) AS ends
        FROM placements_feetier
    ), schedules AS MATERIALIZED (
        SELECT v.agreement_id, v.number, v.recorded_at,
               CASE WHEN v.effective_on <= v.signed_on THEN '-infinity'::date
                    ELSE v.effective_on END AS starts_on
        FROM placements_termversion v
        WHERE EXISTS (SELECT 1 FROM tiers t
                      WHERE t.agreement_id = v.agreement_id AND t.version = v.number)
    ), steps AS (
        SELECT s.agreement_id, s.number, s.gross, s.commission, {before} AS before,
               COALESCE(o.trade_date, s.trade_date) AS day,
               COALESCE(o.recorded_at, s.recorded_at) AS posted_at
        FROM {sales} s JOIN placements_agreement a ON a.id = s.agreement_id
        LEFT JOIN LATERAL (SELECT r.trade_date, r.recorded_at FROM placements_sale r
                           WHERE r.id = s.reverses_id LIMIT 1) o ON true
    ), priced AS (
        SELECT s.*, (SELECT MAX(k.number) FROM schedules k
                     WHERE k.agreement_id = s.agreement_id AND k.starts_on <= s.day
                       AND k.recorded_at <= s.posted_at) AS version
        FROM steps s
    )
    """


def commissions_owed(sales: str, before: str) -> str:
    """SQL for each row of `sales`: its commission, and C(after) - C(before) as `owed`."""
    return f"""
    {priced(sales, before)}
    SELECT s.agreement_id, s.number, s.before, s.gross, s.commission, (
        SELECT ROUND(SUM(t.rate * GREATEST(LEAST(s.before + s.gross, t.ends) - t.above, 0)), 2)
             - ROUND(SUM(t.rate * GREATEST(LEAST(s.before, t.ends) - t.above, 0)), 2)
        FROM tiers t WHERE t.agreement_id = s.agreement_id AND t.version = s.version) AS owed
    FROM priced s
    """
