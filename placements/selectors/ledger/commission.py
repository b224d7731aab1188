"""The law of commission, counted again for every day (p. S-11); six columns, as in `rows`."""

from placements.models.in_force import commission_on, schedules

# Day by day: what stands of each schedule's trade days, and what is posted until then. An
# adjustment counts on the day that it concerns, also where it had to be dated later. On the last
# day the two agree to the cent; before it, each entry out of order may have moved two cents.
COMMISSION = f"""
    WITH {schedules()}, entries AS MATERIALIZED (
        SELECT s.agreement_id, COALESCE(s.concerns, s.trade_date) AS day,
               COALESCE(o.trade_date, s.trade_date) AS traded, s.recorded_at,
               COUNT(*) FILTER (WHERE s.adjusts_id IS NULL) AS entries,
               SUM(s.gross) AS gross, SUM(s.commission) AS commission
        FROM placements_sale s LEFT JOIN placements_sale o ON o.id = s.reverses_id
        GROUP BY 1, 2, 3, 4
    ), late AS (
        SELECT agreement_id, entries, day, MAX(day) OVER (
                   PARTITION BY agreement_id ORDER BY recorded_at
                   RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS known
        FROM entries
    ), out_of_order AS (
        SELECT agreement_id, SUM(entries) AS entries FROM late WHERE day < known GROUP BY 1
    ), days AS (
        SELECT agreement_id, day, SUM(commission) AS commission,
               LEAD(day) OVER (PARTITION BY agreement_id ORDER BY day) IS NULL AS is_last
        FROM entries GROUP BY agreement_id, day
    ), posted AS (
        SELECT agreement_id, day, is_last,
               SUM(commission) OVER (PARTITION BY agreement_id ORDER BY day) AS commission
        FROM days
    ), of_schedules AS (
        SELECT e.agreement_id, e.day, k.number, SUM(e.gross) AS gross
        FROM entries e JOIN schedules k ON k.agreement_id = e.agreement_id
            AND e.traded >= k.starts_on AND e.traded < k.ends_on
        GROUP BY 1, 2, 3
    ), standing AS (
        SELECT d.agreement_id, d.day, k.number, k.starts_on, SUM(COALESCE(g.gross, 0)) OVER (
                   PARTITION BY d.agreement_id, k.number ORDER BY d.day) AS gross
        FROM days d JOIN schedules k ON k.agreement_id = d.agreement_id
        LEFT JOIN of_schedules g ON g.agreement_id = d.agreement_id AND g.day = d.day
            AND g.number = k.number
    ), steps AS (
        SELECT s.*, SUM(s.gross) OVER (
                   PARTITION BY s.agreement_id, s.day ORDER BY s.starts_on) AS after
        FROM standing s
    ), owed AS (
        SELECT s.agreement_id, s.day,
               SUM({commission_on("s.after", "s")} - {commission_on("s.after - s.gross", "s")})
                   AS commission
        FROM steps s GROUP BY 1, 2
    )
    SELECT a.name || ', ' || p.day, 'the commission posted until then', p.commission::text,
           COALESCE(o.commission::text, 'none'), a.issuer_id, p.day
    FROM posted p JOIN placements_agreement a ON a.id = p.agreement_id
    LEFT JOIN owed o ON o.agreement_id = p.agreement_id AND o.day = p.day
    LEFT JOIN out_of_order l ON l.agreement_id = p.agreement_id
    WHERE (ABS(p.commission - o.commission) <= CASE WHEN p.is_last THEN 0
               ELSE 0.02 * COALESCE(l.entries, 0) END) IS NOT TRUE
"""  # noqa: S608  # put together from constants
