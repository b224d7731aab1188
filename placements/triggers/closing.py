"""The triggers that total a closing by agreement and seal it with its totals."""

from neoequity.books.triggers import after_insert, steps
from neoequity.books.triggers.sealing import seal
from placements.triggers.in_force import version_in_force
from placements.triggers.ratio import shares_on
from placements.triggers.sealed import CLOSING

# In the shares of the period's end. A reversal takes back shares as traded, so they are restated
# from the trade date of its sale, but count in the period of the reversal's own day.
_ROWS = (
    "FROM placements_saleaggregate l WHERE l.agreement_id = a.id AND l.settlement_date IS NOT NULL"
)
_OF_PERIOD = f"""
    SELECT l.trade_date, l.shares {_ROWS} AND l.trade_date BETWEEN c.starts_on AND c.ends_on
    UNION ALL
    SELECT l.trade_date, -l.shares {_ROWS} AND l.reversed_on BETWEEN c.starts_on AND c.ends_on"""
_TO_DATE = f"""
    SELECT l.trade_date, l.shares {_ROWS} AND l.trade_date <= c.ends_on
      AND (l.reversed_on IS NULL OR l.reversed_on > c.ends_on)"""
_SHARES_OF_PERIOD = shares_on("c.ends_on", _OF_PERIOD, "a.issuer_id")
_SHARES_TO_DATE = shares_on("c.ends_on", _TO_DATE, "a.issuer_id")

_TOTAL_UP = f"""
    INSERT INTO placements_closingtotal
        (closing_id, agreement_id, gross, shares, commission, net, settled, capacity,
         gross_to_date, shares_to_date, commission_to_date, net_to_date, settled_to_date,
         deductions, deductions_to_date)
    SELECT c.id, a.id,
           COALESCE(SUM(d.gross) FILTER (WHERE d.day >= c.starts_on), 0),
           {_SHARES_OF_PERIOD},
           COALESCE(SUM(d.commission) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.net) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.settled) FILTER (WHERE d.day >= c.starts_on), 0),
           v.capacity,
           COALESCE(SUM(d.gross), 0), {_SHARES_TO_DATE},
           COALESCE(SUM(d.commission), 0), COALESCE(SUM(d.net), 0), COALESCE(SUM(d.settled), 0),
           COALESCE(SUM(d.deductions) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.deductions), 0)
    FROM posted c JOIN placements_agreement a ON a.issuer_id = c.issuer_id
    JOIN placements_termversion v ON v.agreement_id = a.id
        AND v.number = {version_in_force("a.id", "c.ends_on")}
    LEFT JOIN placements_daytotal d ON d.agreement_id = a.id AND d.day <= c.ends_on
    GROUP BY c.id, c.starts_on, c.ends_on, a.id, v.capacity ORDER BY a.id;
"""

CLOSING_TRIGGERS = [
    after_insert("closings_total_the_agreements", steps(_TOTAL_UP=_TOTAL_UP, SEAL=seal(CLOSING))),
]
