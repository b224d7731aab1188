"""Whether the stored totals agree with one another: few rows, however many sales they count.

Agreements are held against their days, placements and days against the aggregates; the columns are
those of `rows`. Whether the totals agree with the entries is for a full proof.
"""

from neoequity.books.proof.check import Check
from placements.selectors.ledger.rows import DAYS_COMPARED

AGREEMENTS = """
    SELECT a.name, v.what, v.stands::text, v.follows::text, a.issuer_id, NULL::date
    FROM placements_agreement a
    LEFT JOIN (SELECT agreement_id, SUM(gross) AS gross, SUM(shares) AS shares,
                      SUM(commission) AS commission
               FROM placements_daytotal GROUP BY agreement_id) d ON d.agreement_id = a.id
    CROSS JOIN LATERAL (VALUES
        ('the gross sold', a.gross_sold, COALESCE(d.gross, 0.00)),
        ('the number of shares sold', a.shares_sold, COALESCE(d.shares, 0)),
        ('the commission on all sales', a.commission_sold, COALESCE(d.commission, 0.00))
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""

PLACEMENTS = """
    SELECT a.name || ', placement ' || p.number, v.what, v.stands::text, v.follows::text,
           a.issuer_id, NULL::date
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    LEFT JOIN (SELECT placement_id, SUM(gross) AS gross, SUM(shares) AS shares
               FROM placements_saleaggregate GROUP BY placement_id) l ON l.placement_id = p.id
    CROSS JOIN LATERAL (VALUES
        ('the gross sold', p.gross_sold, COALESCE(l.gross, 0.00)),
        ('the number of shares sold', p.shares_sold, COALESCE(l.shares, 0))
    ) AS v(what, stands, follows)
    WHERE v.stands <> v.follows
"""

DAYS = f"""
    WITH days AS (
        SELECT agreement_id, day, SUM(gross) AS gross, SUM(shares) AS shares,
               SUM(commission) AS commission, SUM(net) AS net, SUM(deductions) AS deductions,
               SUM(settled) AS settled
        FROM (
            SELECT agreement_id, trade_date AS day, gross, shares, commission, net, deductions,
                   0.00 AS settled
            FROM placements_saleaggregate
            UNION ALL
            SELECT agreement_id, delivered_on, 0, 0, 0, 0, 0, gross
            FROM placements_saleaggregate WHERE delivered_on IS NOT NULL
            UNION ALL
            SELECT agreement_id, GREATEST(reversed_on, delivered_on), 0, 0, 0, 0, 0, -gross
            FROM placements_saleaggregate
            WHERE delivered_on IS NOT NULL AND reversed_on IS NOT NULL
        ) moved GROUP BY agreement_id, day
    )
{DAYS_COMPARED}
"""  # noqa: S608  # put together from constants

FOOTING = (
    Check("totals of agreements", "its days give", AGREEMENTS),
    Check("totals of placements", "its aggregates give", PLACEMENTS),
    Check("totals of days", "the aggregates give", DAYS),
)
