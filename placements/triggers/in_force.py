"""SQL for the terms in force on a day, and for the commission under them."""


def version_in_force(agreement: str, day: str) -> str:
    """SQL for the number of the version; days before the signing have the terms of that day.

    Each version has its own signing day: a later correction leaves earlier versions as recorded.
    """
    return f"""(
        SELECT MAX(f.number) FROM placements_termversion f
        WHERE f.agreement_id = {agreement} AND f.effective_on <= GREATEST({day}, f.signed_on))"""


def schedules(agreements: str = "true") -> str:
    """CTEs `tiers`, and `schedules` of agreements `a` with the trade dates that each prices.

    One without tiers is that of days on which sales state their commission, up to a maximum.
    """
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
        FROM placements_termversion v JOIN placements_agreement a ON a.id = v.agreement_id
        WHERE ({agreements}) AND (
              EXISTS (SELECT 1 FROM tiers t
                      WHERE t.agreement_id = v.agreement_id AND t.version = v.number)
           OR (v.commission_maximum_rate IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM placements_termversion b
                  WHERE b.agreement_id = v.agreement_id AND b.number = v.number - 1
                    AND b.commission_maximum_rate IS NOT NULL)))
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
    """SQL for C(G): the commission of a row's schedule on a cumulative gross, to the cent.

    It is nothing where sales state their commission.
    """
    return f"""(
        SELECT COALESCE(ROUND(SUM(t.rate * GREATEST(LEAST({gross}, t.ends) - t.above, 0)), 2), 0)
        FROM tiers t
        WHERE t.agreement_id = {schedule}.agreement_id AND t.version = {schedule}.number)"""
