"""Recalculates the commission owed on every day (p. S-11); six columns, as in `rows`."""

from placements.triggers.fees import most_commission
from placements.triggers.in_force import commission_on, schedules, version_in_force


def _by_tiers(column: str) -> str:
    """SQL for the commission without what was stated and the second fee, of a row or of a sum."""
    apart = ("commission_stated", "second_fee")
    parts = [f"COALESCE({column.format(name)}, 0)" for name in apart]
    return " - ".join([column.format("commission"), *parts])


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
#
# What a sale stated, and its second fee, follow no order: see `STATED`.
COMMISSION = f"""
    WITH {schedules()}, entries AS MATERIALIZED (
        SELECT s.agreement_id, COALESCE(s.concerns, s.trade_date) AS day, s.trade_date AS traded,
               s.recorded_at, s.adjusts_id IS NOT NULL AS adjusts,
               SUM(s.gross) AS gross, {_by_tiers("SUM(s.{})")} AS commission
        FROM placements_sale s WHERE s.reverses_id IS NULL GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT s.agreement_id, COALESCE(s.concerns, s.trade_date),
               COALESCE(o.trade_date, s.trade_date), s.recorded_at, s.adjusts_id IS NOT NULL,
               s.gross, {_by_tiers("s.{}")}
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

# A sale that was reversed may have been posted under terms that were corrected since.
STATED = f"""
    WITH days AS MATERIALIZED (
        SELECT d.agreement_id, d.trade_date, v.commission_maximum_rate, v.second_fee_rate
        FROM (SELECT DISTINCT agreement_id, trade_date FROM placements_saleaggregate
              WHERE kind = 'sale') d
        JOIN placements_termversion v ON v.agreement_id = d.agreement_id
            AND v.number = {version_in_force("d.agreement_id", "d.trade_date")}
    ), apart AS (
        SELECT s.id, s.agreement_id, s.number, s.trade_date, s.commission_stated, s.second_fee,
               d.commission_maximum_rate, {most_commission("s.gross", "d")} AS most,
               ROUND(d.second_fee_rate * s.gross, 2) AS second
        FROM placements_sale s
        LEFT JOIN days d ON d.agreement_id = s.agreement_id AND d.trade_date = s.trade_date
        WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL
          AND (s.commission_stated IS NOT NULL OR s.second_fee IS NOT NULL
               OR d.commission_maximum_rate IS NOT NULL OR d.second_fee_rate IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
    )
    SELECT a.name || ', sale ' || p.number, v.what, COALESCE(v.stands::text, 'none'), v.follows,
           a.issuer_id, p.trade_date
    FROM apart p JOIN placements_agreement a ON a.id = p.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the commission stated', p.commission_stated,
         CASE WHEN p.most IS NULL THEN 'none, for fee tiers give it' ELSE 'at most ' || p.most END,
         CASE WHEN p.commission_maximum_rate IS NULL THEN p.commission_stated IS NULL
              ELSE p.commission_stated <= p.most END),
        ('the second fee', p.second_fee, COALESCE(p.second::text, 'none'),
         p.second_fee IS NOT DISTINCT FROM p.second)
    ) AS v(what, stands, follows, holds)
    WHERE v.holds IS NOT TRUE
"""  # noqa: S608  # put together from constants
