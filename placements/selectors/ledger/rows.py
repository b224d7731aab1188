"""Checks that recalculate stored figures from the rows.

Each gives the record's name, the figure, the value stored, the value recalculated, the key of the
issuer, and the first day the difference can concern: NULL where that may be any.
"""

from neoequity.books.proof.check import Check
from placements.models.terms import COLUMNS
from placements.selectors.ledger.cash import OF_PARTS, OF_RECEIPTS
from placements.selectors.ledger.commission import COMMISSION, STATED
from placements.selectors.ledger.entries import (
    ADJUSTMENTS,
    DELIVERIES,
    FIGURES,
    REVERSALS,
    SALES_IN_PLACEMENTS,
)
from placements.triggers.offers import HAS_SPLIT, oversold
from placements.triggers.sale_aggregate import KIND_OF

_FOLLOWS = "the rows give"
_MUST = "it must be"

AGREEMENT_TOTALS = """
    SELECT a.name, v.what, v.stands::text, v.follows::text, a.issuer_id, NULL::date
    FROM placements_agreement a
    LEFT JOIN (SELECT agreement_id, SUM(gross) AS gross, SUM(shares) AS shares,
                      SUM(commission) AS commission,
                      COALESCE(SUM(commission_stated), 0) + COALESCE(SUM(second_fee), 0) AS apart
               FROM placements_sale GROUP BY agreement_id) s ON s.agreement_id = a.id
    CROSS JOIN LATERAL (VALUES
        ('the gross sold', a.gross_sold, COALESCE(s.gross, 0.00)),
        ('the number of shares sold', a.shares_sold, COALESCE(s.shares, 0)),
        ('the commission on all sales', a.commission_sold, COALESCE(s.commission, 0.00)),
        ('the commission apart from fee tiers', a.commission_apart, COALESCE(s.apart, 0.00))
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

# After a split, the aggregates show what was traded before and after it; they are proved below.
SHARES_AFTER_SPLITS = f"""
    SELECT a.name || ', placement ' || p.number, 'the shares of all sales',
           'more than it offers', 'at most the shares offered, before and after each stock split',
           a.issuer_id, NULL::date
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    WHERE {HAS_SPLIT} AND p.id IN ({oversold("p.accepted_on IS NOT NULL")})
"""  # noqa: S608  # put together from constants

# Rows are summed before they come together: several processes share the work of each sum.
#: Each total of a day that is another than `days`, a CTE before it, gives.
DAYS_COMPARED = """
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

DAY_TOTALS = f"""
    WITH moved AS (
        SELECT agreement_id, trade_date AS day, SUM(gross) AS gross, SUM(shares) AS shares,
               SUM(commission) AS commission, SUM(net) AS net, SUM(deductions) AS deductions,
               0.00 AS settled
        FROM placements_sale GROUP BY agreement_id, trade_date
        UNION ALL
        SELECT s.agreement_id, v.delivered_on, 0, 0, 0, 0, 0, SUM(s.gross)
        FROM placements_delivery v JOIN placements_sale s ON s.id = v.sale_id
        GROUP BY s.agreement_id, v.delivered_on
        UNION ALL
        SELECT r.agreement_id, GREATEST(r.trade_date, v.delivered_on), 0, 0, 0, 0, 0, r.gross
        FROM placements_sale r JOIN placements_delivery v ON v.sale_id = r.reverses_id
    ), days AS (
        SELECT agreement_id, day, SUM(gross) AS gross, SUM(shares) AS shares,
               SUM(commission) AS commission, SUM(net) AS net, SUM(deductions) AS deductions,
               SUM(settled) AS settled
        FROM moved GROUP BY agreement_id, day
    )
{DAYS_COMPARED}
"""  # noqa: S608  # put together from constants

_KEPT_AND_COUNTED = ", ".join(
    f"COALESCE(SUM({column}) FILTER (WHERE kept = {kept}), 0) AS {column}{name}"
    for column in ("sales", "shares", "gross", "commission", "net", "deductions")
    for kept, name in ((1, "_kept"), (0, ""))
)
# Grouping treats missing days as equal; a join would not.
AGGREGATES = f"""
    WITH counted AS (
        SELECT agreement_id, placement_id, method, kind, trade_date, settlement_date,
               delivered_on, reversed_on, 1 AS kept, sales, shares, gross, commission, net,
               deductions
        FROM placements_saleaggregate
        UNION ALL
        SELECT s.agreement_id, s.placement_id, s.method, {KIND_OF}, s.trade_date,
               s.settlement_date, v.delivered_on, r.trade_date, 0, COUNT(*), SUM(s.shares),
               SUM(s.gross), SUM(s.commission), SUM(s.net), SUM(s.deductions)
        FROM placements_sale s
        LEFT JOIN placements_delivery v ON v.sale_id = s.id
        LEFT JOIN placements_sale r ON r.reverses_id = s.id
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ), aggregates AS (
        SELECT agreement_id, placement_id, method, kind, trade_date, settlement_date,
               delivered_on, reversed_on, {_KEPT_AND_COUNTED}
        FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    )
    SELECT concat_ws(', ', a.name, 'placement ' || p.number, 'the aggregate of ' || l.trade_date,
                     l.method, 'due ' || l.settlement_date, 'delivered ' || l.delivered_on,
                     'reversed ' || l.reversed_on), v.what, v.stands::text, v.follows::text,
           a.issuer_id, l.trade_date
    FROM aggregates l JOIN placements_placement p ON p.id = l.placement_id
    JOIN placements_agreement a ON a.id = l.agreement_id
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
    Check("aggregates", _FOLLOWS, AGGREGATES),
    Check("numbers of sales", _MUST, NUMBERS),
    Check("commissions", "in trade order the standing sales cost", COMMISSION),
    Check("commissions stated", _MUST, STATED),
    Check("figures of sales", _MUST, FIGURES),
    Check("reversals", _MUST, REVERSALS),
    Check("adjustments", _MUST, ADJUSTMENTS),
    Check("sales and their placements", _MUST, SALES_IN_PLACEMENTS),
    Check("deliveries", _MUST, DELIVERIES),
    Check("days of placements", _MUST, LIVES),
    *OF_RECEIPTS,
    *OF_PARTS,
)


def _about(*abouts: str) -> tuple[Check, ...]:
    return tuple(check for check in CHECKS if check.about in abouts)


#: The checks that prove each kind of record; the others are of totals over several kinds.
OF_TERMS = _about("capacities", "terms in force")
OF_PLACEMENTS = _about(
    "totals of placements", "shares offered", "shares offered after splits", "days of placements"
)
OF_SALES = _about(
    *(
        "numbers of sales",
        "commissions",
        "commissions stated",
        "figures of sales",
        "reversals",
        "adjustments",
    ),
    "sales and their placements",
)
OF_DELIVERIES = _about("deliveries")
