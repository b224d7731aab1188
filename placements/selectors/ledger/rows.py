"""What is counted again from the rows.

Each check gives name, what, what stands, what follows, the key of the issuer whose books it is in,
and the first day that it can concern: NULL where that may be any.
"""

from typing import NamedTuple

from placements.models.in_force import commission_on, schedules
from placements.models.lot_posts import KIND_OF
from placements.models.splitting import HAS_SPLIT, minimum_on, oversold
from placements.models.terms import COLUMNS


class Check(NamedTuple):
    """SQL that finds differences only; `source` leads to what the figure should be."""

    about: str
    source: str
    sql: str


_FOLLOWS = "the rows give"
_MUST = "it must be"

AGREEMENT_TOTALS = """
    SELECT a.name, v.what, v.stands::text, v.follows::text, a.issuer_id, NULL::date
    FROM placements_agreement a
    LEFT JOIN (SELECT agreement_id, SUM(gross) AS gross, SUM(shares) AS shares,
                      SUM(commission) AS commission
               FROM placements_sale GROUP BY agreement_id) s ON s.agreement_id = a.id
    CROSS JOIN LATERAL (VALUES
        ('the gross sold', a.gross_sold, COALESCE(s.gross, 0.00)),
        ('the number of shares sold', a.shares_sold, COALESCE(s.shares, 0)),
        ('the commission on all sales', a.commission_sold, COALESCE(s.commission, 0.00))
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""

_TERMS = ", ".join(
    f"('{column.removesuffix('_id').replace('_', ' ')}', a.{column}::text, v.{column}::text)"
    for column in COLUMNS.values()
)
TERMS_IN_FORCE = f"""
    SELECT a.name, 'the term “' || t.what || '”', COALESCE(t.stands, 'not stated'),
           COALESCE(t.follows, 'not stated'), a.issuer_id, NULL::date
    FROM placements_agreement a
    LEFT JOIN LATERAL (SELECT * FROM placements_termversion n WHERE n.agreement_id = a.id
                       ORDER BY n.number DESC LIMIT 1) v ON true
    CROSS JOIN LATERAL (VALUES {_TERMS}) AS t(what, stands, follows)
    WHERE t.stands IS DISTINCT FROM t.follows
"""  # noqa: S608  # put together from constants

CAPACITY = """
    SELECT a.name, 'the gross of all sales', SUM(s.gross)::text,
           'from 0 to ' || a.capacity || ', its capacity', a.issuer_id, NULL::date
    FROM placements_sale s JOIN placements_agreement a ON a.id = s.agreement_id
    GROUP BY a.id HAVING SUM(s.gross) NOT BETWEEN 0 AND a.capacity
"""

PLACEMENT_TOTALS = """
    SELECT a.name || ', placement ' || p.number, v.what, v.stands::text, v.follows::text,
           a.issuer_id, NULL::date
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    LEFT JOIN (SELECT placement_id, SUM(gross) AS gross, SUM(shares) AS shares
               FROM placements_sale GROUP BY placement_id) s ON s.placement_id = p.id
    CROSS JOIN LATERAL (VALUES
        ('the gross sold', p.gross_sold, COALESCE(s.gross, 0.00)),
        ('the number of shares sold', p.shares_sold, COALESCE(s.shares, 0))
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""

SHARES_OFFERED = f"""
    SELECT a.name || ', placement ' || p.number, 'the shares of all sales', SUM(s.shares)::text,
           'from 0 to ' || p.shares_offered || ', the shares offered', a.issuer_id, NULL::date
    FROM placements_sale s JOIN placements_placement p ON p.id = s.placement_id
    JOIN placements_agreement a ON a.id = p.agreement_id
    GROUP BY a.id, p.id HAVING SUM(s.shares) < 0
        OR (SUM(s.shares) > p.shares_offered AND NOT {HAS_SPLIT})
"""  # noqa: S608  # put together from constants

# After a split the lots tell what was traded before and after it; they are counted again below.
SHARES_AFTER_SPLITS = f"""
    SELECT a.name || ', placement ' || p.number, 'the shares of all sales',
           'more than it offers', 'at most the shares offered, before and after each stock split',
           a.issuer_id, NULL::date
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    WHERE {HAS_SPLIT} AND p.id IN ({oversold("p.accepted_on IS NOT NULL")})
"""  # noqa: S608  # put together from constants

DAY_TOTALS = """
    WITH moved AS (
        SELECT agreement_id, trade_date AS day, gross, shares, commission, net, deductions,
               0.00 AS settled
        FROM placements_sale
        UNION ALL
        SELECT s.agreement_id, v.delivered_on, 0, 0, 0, 0, 0, s.gross
        FROM placements_delivery v JOIN placements_sale s ON s.id = v.sale_id
        UNION ALL
        SELECT r.agreement_id, GREATEST(r.trade_date, v.delivered_on), 0, 0, 0, 0, 0, r.gross
        FROM placements_sale r JOIN placements_delivery v ON v.sale_id = r.reverses_id
    ), days AS (
        SELECT agreement_id, day, SUM(gross) AS gross, SUM(shares) AS shares,
               SUM(commission) AS commission, SUM(net) AS net, SUM(deductions) AS deductions,
               SUM(settled) AS settled
        FROM moved GROUP BY agreement_id, day
    )
    SELECT a.name || ', ' || COALESCE(d.day, m.day), v.what, v.stands::text, v.follows::text,
           a.issuer_id, COALESCE(d.day, m.day)
    FROM placements_daytotal d
    FULL JOIN days m ON m.agreement_id = d.agreement_id AND m.day = d.day
    JOIN placements_agreement a ON a.id = COALESCE(d.agreement_id, m.agreement_id)
    CROSS JOIN LATERAL (VALUES
        ('the gross of the day', COALESCE(d.gross, 0.00), COALESCE(m.gross, 0.00)),
        ('the number of shares of the day', COALESCE(d.shares, 0), COALESCE(m.shares, 0)),
        ('the commission of the day', COALESCE(d.commission, 0.00), COALESCE(m.commission, 0.00)),
        ('the net of the day', COALESCE(d.net, 0.00), COALESCE(m.net, 0.00)),
        ('the sum of deductions of the day', COALESCE(d.deductions, 0.00),
         COALESCE(m.deductions, 0.00)),
        ('the gross settled on the day', COALESCE(d.settled, 0.00), COALESCE(m.settled, 0.00))
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""

_KEPT_AND_COUNTED = ", ".join(
    f"COALESCE(SUM({column}) FILTER (WHERE kept = {kept}), 0) AS {column}{name}"
    for column in ("sales", "shares", "gross", "commission", "net", "deductions")
    for kept, name in ((1, "_kept"), (0, ""))
)
# Days that are not there are equal in groups, as they are not in joins.
LOTS = f"""
    WITH counted AS (
        SELECT placement_id, method, kind, trade_date, settlement_date, delivered_on, reversed_on,
               1 AS kept, sales, shares, gross, commission, net, deductions
        FROM placements_lot
        UNION ALL
        SELECT s.placement_id, s.method, {KIND_OF}, s.trade_date, s.settlement_date, v.delivered_on,
               r.trade_date, 0, 1, s.shares, s.gross, s.commission, s.net, s.deductions
        FROM placements_sale s
        LEFT JOIN placements_delivery v ON v.sale_id = s.id
        LEFT JOIN placements_sale r ON r.reverses_id = s.id
    ), lots AS (
        SELECT placement_id, method, kind, trade_date, settlement_date, delivered_on, reversed_on,
               {_KEPT_AND_COUNTED}
        FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7
    )
    SELECT concat_ws(', ', a.name, 'placement ' || p.number, 'the lot of ' || l.trade_date,
                     l.method, 'due ' || l.settlement_date, 'delivered ' || l.delivered_on,
                     'reversed ' || l.reversed_on), v.what, v.stands::text, v.follows::text,
           a.issuer_id, l.trade_date
    FROM lots l JOIN placements_placement p ON p.id = l.placement_id
    JOIN placements_agreement a ON a.id = p.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the number of sales', l.sales_kept::numeric, l.sales::numeric),
        ('the number of shares', l.shares_kept, l.shares),
        ('the gross', l.gross_kept, l.gross),
        ('the commission', l.commission_kept, l.commission),
        ('the net', l.net_kept, l.net),
        ('the sum of deductions', l.deductions_kept, l.deductions)
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""  # noqa: S608  # put together from constants

NUMBERS = """
    SELECT a.name, 'the number of the sale in place ' || s.place, s.number::text, s.place::text,
           a.issuer_id, NULL::date
    FROM (SELECT agreement_id, number,
                 ROW_NUMBER() OVER (PARTITION BY agreement_id ORDER BY number) AS place
          FROM placements_sale) s
    JOIN placements_agreement a ON a.id = s.agreement_id
    WHERE s.number <> s.place
"""

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

# One pass for each figure: told side by side, every figure of every sale would be put into words.
_OF_A_SALE = "FROM placements_sale s JOIN placements_agreement a ON a.id = s.agreement_id"
FIGURES = f"""
    SELECT a.name || ', sale ' || s.number, 'the net', s.net::text,
           (s.gross - s.commission - s.deductions)::text, a.issuer_id, s.trade_date
    {_OF_A_SALE} WHERE s.net <> s.gross - s.commission - s.deductions
    UNION ALL
    SELECT a.name || ', sale ' || s.number, 'the gross', s.gross::text,
           'as near to ' || ROUND(s.shares * s.price, 2) || ' as a price of '
           || s.price_decimals || ' decimals tells',
           a.issuer_id, s.trade_date
    {_OF_A_SALE} WHERE abs(s.gross - s.shares * s.price) > 0.005
        AND abs(s.gross - s.shares * s.price)
            > abs(s.shares) * 0.5 * power(10::numeric, -GREATEST(s.price_decimals, 2))
    UNION ALL
    SELECT a.name || ', sale ' || s.number, 'the price', s.price::text,
           'a price of ' || s.price_decimals || ' decimals',
           a.issuer_id, s.trade_date
    {_OF_A_SALE} WHERE s.price <> ROUND(s.price, s.price_decimals)
    UNION ALL
    SELECT a.name || ', sale ' || s.number, 'the settlement date',
           COALESCE(s.settlement_date::text, 'missing'), 'a day after ' || s.trade_date,
           a.issuer_id, s.trade_date
    {_OF_A_SALE}
    WHERE (s.settlement_date > s.trade_date
           OR ((s.reverses_id IS NOT NULL OR s.adjusts_id IS NOT NULL)
               AND s.settlement_date IS NULL)) IS NOT TRUE
"""  # put together from constants

REVERSALS = """
    SELECT a.name || ', reversal ' || r.number, v.what, v.stands, v.follows, a.issuer_id,
           LEAST(r.trade_date, s.trade_date)
    FROM placements_sale r
    JOIN placements_agreement a ON a.id = r.agreement_id
    JOIN placements_sale s ON s.id = r.reverses_id
    JOIN placements_placement rp ON rp.id = r.placement_id
    JOIN placements_placement sp ON sp.id = s.placement_id
    CROSS JOIN LATERAL (VALUES
        ('the agreement', r.agreement_id = s.agreement_id, r.agreement_id::text,
         s.agreement_id::text),
        ('the placement', rp.id = sp.id, rp.number::text, sp.number::text),
        ('the method', r.method = s.method, r.method, s.method),
        ('the price', r.price = s.price, r.price::text, s.price::text),
        ('the number of decimals of its price', r.price_decimals = s.price_decimals,
         r.price_decimals::text, s.price_decimals::text),
        ('the number of shares', r.shares = -s.shares, r.shares::text, (-s.shares)::text),
        ('the gross', r.gross = -s.gross, r.gross::text, (-s.gross)::text),
        ('the sum of deductions', r.deductions = -s.deductions, r.deductions::text,
         (-s.deductions)::text),
        ('the day of effect', r.trade_date >= s.trade_date, r.trade_date::text,
         s.trade_date || ' or later'),
        ('its own number', r.number > s.number, r.number::text, 'more than ' || s.number),
        ('what it reverses', s.reverses_id IS NULL AND s.adjusts_id IS NULL,
         CASE WHEN s.adjusts_id IS NULL THEN 'a reversal' ELSE 'an adjustment' END, 'a sale')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

ADJUSTMENTS = """
    SELECT a.name || ', adjustment ' || n.number, v.what, v.stands, v.follows, a.issuer_id,
           n.concerns
    FROM placements_sale n
    JOIN placements_agreement a ON a.id = n.agreement_id
    JOIN placements_sale c ON c.id = n.adjusts_id
    CROSS JOIN LATERAL (VALUES
        ('the agreement', n.agreement_id = c.agreement_id, 'another', 'that of its cause'),
        ('the placement', n.placement_id = c.placement_id, 'another', 'that of its cause'),
        ('the number of shares', n.shares = 0, n.shares::text, '0'),
        ('the gross', n.gross = 0, n.gross::text, '0.00'),
        ('its own number', n.number > c.number, n.number::text, 'more than ' || c.number),
        ('the day it concerns', n.concerns >= c.trade_date, COALESCE(n.concerns::text, 'missing'),
         c.trade_date || ' or later'),
        ('its day', n.trade_date >= n.concerns, n.trade_date::text, n.concerns || ' or later'),
        ('what it adjusts', c.adjusts_id IS NULL, 'an adjustment', 'a sale or a reversal')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

# A split learnt late may lie before a sale that was reversed for it: the minimum of its day binds
# the sales that stand.
SALES_IN_PLACEMENTS = f"""
    WITH agreements AS MATERIALIZED (
        SELECT a.id, a.name, a.issuer_id, {HAS_SPLIT} AS has_split FROM placements_agreement a
    )
    SELECT a.name || ', sale ' || s.number, v.what, v.stands, v.follows, a.issuer_id, s.trade_date
    FROM placements_sale s
    JOIN agreements a ON a.id = s.agreement_id
    JOIN placements_placement p ON p.id = s.placement_id
    CROSS JOIN LATERAL (SELECT CASE WHEN NOT a.has_split THEN p.minimum_price
        WHEN NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
        THEN {minimum_on("s.trade_date")} END AS price) m
    CROSS JOIN LATERAL (VALUES
        ('the agreement of its placement', p.agreement_id = s.agreement_id, 'another', 'its own'),
        ('the trade date', s.trade_date >= p.accepted_on, s.trade_date::text,
         COALESCE(p.accepted_on::text, 'a day that the placement does not have')
         || ', the day of acceptance, or later'),
        ('the trade date', s.trade_date <= p.closed_on OR p.closed_on IS NULL, s.trade_date::text,
         p.closed_on || ', the day of closing, or earlier'),
        ('the price', s.price >= m.price OR m.price IS NULL, s.price::text,
         m.price || ', the minimum, or more')
    ) AS v(what, holds, stands, follows)
    WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL AND v.holds IS NOT TRUE
"""  # noqa: S608  # put together from constants

DELIVERIES = """
    SELECT a.name || ', sale ' || s.number, v.what, v.stands, v.follows, a.issuer_id,
           LEAST(d.delivered_on, s.trade_date)
    FROM placements_delivery d
    JOIN placements_sale s ON s.id = d.sale_id
    JOIN placements_agreement a ON a.id = s.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the day of delivery', d.delivered_on >= s.trade_date, d.delivered_on::text,
         s.trade_date || ', the trade date, or later'),
        ('what was delivered', s.reverses_id IS NULL, 'a reversal', 'a sale')
    ) AS v(what, holds, stands, follows)
    WHERE v.holds IS NOT TRUE
"""

LIVES = """
    SELECT a.name || ', placement ' || p.number, v.what, v.stands::text,
           v.earliest || ' or later' || v.and_also, a.issuer_id, LEAST(v.stands, v.earliest)
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    CROSS JOIN LATERAL (VALUES
        ('the day it was proposed', p.proposed_on, a.signed_on, '', true),
        ('the day it was accepted', p.accepted_on, p.proposed_on, '', true),
        ('the day it was closed', p.closed_on, p.accepted_on, '', true),
        ('the day of its status', p.status_on, p.proposed_on, '', true),
        ('the day of its status', p.status_on, p.accepted_on, '', true),
        ('the day of its status', p.status_on, p.closed_on, ', and the same day',
         p.status <> 'closed' OR p.status_on = p.closed_on),
        ('the day of its status', p.status_on, p.proposed_on, ', and the same day',
         p.status <> 'proposed' OR p.status_on = p.proposed_on)
    ) AS v(what, stands, earliest, and_also, holds)
    WHERE v.stands < v.earliest OR NOT v.holds
"""

CHECKS = (
    Check("totals of agreements", _FOLLOWS, AGREEMENT_TOTALS),
    Check("capacities", _MUST, CAPACITY),
    Check("terms in force", "its last version says", TERMS_IN_FORCE),
    Check("totals of placements", _FOLLOWS, PLACEMENT_TOTALS),
    Check("shares offered", _MUST, SHARES_OFFERED),
    Check("shares offered after splits", _MUST, SHARES_AFTER_SPLITS),
    Check("totals of days", _FOLLOWS, DAY_TOTALS),
    Check("lots", _FOLLOWS, LOTS),
    Check("numbers of sales", _MUST, NUMBERS),
    Check("commissions", "in trade order the standing sales cost", COMMISSION),
    Check("figures of sales", _MUST, FIGURES),
    Check("reversals", _MUST, REVERSALS),
    Check("adjustments", _MUST, ADJUSTMENTS),
    Check("sales and their placements", _MUST, SALES_IN_PLACEMENTS),
    Check("deliveries", _MUST, DELIVERIES),
    Check("days of placements", _MUST, LIVES),
)
