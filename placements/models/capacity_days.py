"""SQL that holds a capacity against the books of each day: what was sold, and what was reserved."""


def first_day_over(agreement: str, since: str, capacity: str) -> str:
    """SQL for the first day from `since` on with more sold and reserved than the capacity, if any.

    Gives `day`, `sold` and `reserved`, in dollars as the day showed them: a sale that was reversed
    counts until its reversal took effect, a placement holds back while it was open. Reads the
    totals of days, lots and the life of placements, never single sales.
    """
    return f"""
    WITH states AS MATERIALIZED (
        SELECT DISTINCT ON (e.pgh_obj_id, GREATEST(e.status_on, {since}))
               e.pgh_obj_id AS placement, GREATEST(e.status_on, {since}) AS day,
               CASE WHEN e.status IN ('accepted', 'suspended') THEN e.shares_offered END AS offered,
               COALESCE(e.minimum_price, e.expected_price) AS price
        FROM placements_placementevent e WHERE e.agreement_id = {agreement}
        ORDER BY e.pgh_obj_id, GREATEST(e.status_on, {since}), e.pgh_id DESC
    ), traded AS MATERIALIZED (
        SELECT l.placement_id AS placement, GREATEST(l.trade_date, {since}) AS day,
               SUM(l.shares) AS shares
        FROM placements_lot l WHERE l.agreement_id = {agreement} GROUP BY 1, 2
    ), held AS (
        SELECT d.placement, d.day, GREATEST(0, ROUND(
            (s.offered - SUM(COALESCE(t.shares, 0))
                 OVER (PARTITION BY d.placement ORDER BY d.day)) * s.price, 2)) AS dollars
        FROM (SELECT placement, day FROM states UNION SELECT placement, day FROM traded) d
        LEFT JOIN traded t ON t.placement = d.placement AND t.day = d.day
        LEFT JOIN LATERAL (
            SELECT offered, price FROM states WHERE placement = d.placement AND day <= d.day
            ORDER BY day DESC LIMIT 1) s ON true
    ), moves AS (
        SELECT day, 0 AS sold, dollars - LAG(dollars, 1, 0.00)
            OVER (PARTITION BY placement ORDER BY day) AS reserved
        FROM held
        UNION ALL
        SELECT GREATEST(day, {since}), gross, 0
        FROM placements_daytotal WHERE agreement_id = {agreement}
    ), days AS (
        SELECT day, SUM(SUM(sold)) OVER (ORDER BY day) AS sold,
               SUM(SUM(reserved)) OVER (ORDER BY day) AS reserved
        FROM moves GROUP BY day
    )
    SELECT day, sold, reserved FROM days WHERE sold + reserved > {capacity}
    ORDER BY day LIMIT 1"""
