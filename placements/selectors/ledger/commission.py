"""Recalculates the commission owed on every day (p. S-11); six columns, as in `rows`."""

from placements.triggers.in_force import commission_on, schedules

# Day by day: what stands of each schedule's trade days, and what is posted until then. An
# adjustment counts on the day that it concerns, also where it had to be dated later.
#
# The two agree to the cent, but for what `terms.commission` says of stray cents. An act (one
# statement of entries, or other fee schedules) posts what it changes in what is owed, day by day.
# No day before its own `first` changes, and from the last day on that was `known` before it, it has
# posted exactly what it changes: an act in order never strays. On the days between, what rounding
# makes of the same change differs from day to day, and is posted as the last of them has it. With
# one schedule what was owed and what is owed are rounded once each, by half a cent at most, on
# either day: they differ by two cents. Each further schedule rounds twice more.
COMMISSION = f"""
    WITH {schedules()}, entries AS MATERIALIZED (
        SELECT s.agreement_id, COALESCE(s.concerns, s.trade_date) AS day, s.trade_date AS traded,
               s.recorded_at, s.adjusts_id IS NOT NULL AS adjusts,
               SUM(s.gross) AS gross, SUM(s.commission) AS commission
        FROM placements_sale s WHERE s.reverses_id IS NULL GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT s.agreement_id, COALESCE(s.concerns, s.trade_date),
               COALESCE(o.trade_date, s.trade_date), s.recorded_at, s.adjusts_id IS NOT NULL,
               s.gross, s.commission
        FROM placements_sale s LEFT JOIN placements_sale o ON o.id = s.reverses_id
        WHERE s.reverses_id IS NOT NULL
    ), acts AS (
        SELECT agreement_id, recorded_at, MIN(day) FILTER (WHERE NOT adjusts) AS first,
               MAX(day) AS last, 0 AS schedules
        FROM entries GROUP BY 1, 2
        UNION ALL
        SELECT v.agreement_id, v.recorded_at, v.effective_on, NULL, 1
        FROM placements_termversion v JOIN dated USING (agreement_id, number)
    ), strays AS (
        SELECT agreement_id, first, MAX(last) OVER (
                   recorded ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known,
               0.02 * (2 * SUM(schedules) OVER (recorded ROWS UNBOUNDED PRECEDING) - 1) AS stray
        FROM acts WINDOW recorded AS (PARTITION BY agreement_id ORDER BY recorded_at)
    ), days AS (
        SELECT agreement_id, day, SUM(commission) AS commission, SUM(stray) AS stray
        FROM (SELECT agreement_id, day, commission, 0 AS stray FROM entries
              UNION ALL
              SELECT agreement_id, first, 0, stray FROM strays WHERE first < known
              UNION ALL
              SELECT agreement_id, known, 0, -stray FROM strays WHERE first < known) d
        GROUP BY 1, 2
    ), posted AS (
        SELECT agreement_id, day, SUM(commission) OVER until AS commission,
               SUM(stray) OVER until AS stray
        FROM days WINDOW until AS (PARTITION BY agreement_id ORDER BY day)
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
    WHERE (ABS(p.commission - o.commission) <= p.stray) IS NOT TRUE
"""  # noqa: S608  # put together from constants
