"""The triggers of sale aggregates, and the SQL that adds sales to them and moves these."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_WAY = "placement_id, method, kind, trade_date, settlement_date, delivered_on, reversed_on"
#: The kind of a row `s` of sales, as in `Sale.kind`.
KIND_OF = """CASE WHEN s.adjusts_id IS NOT NULL THEN 'adjustment'
     WHEN s.reverses_id IS NOT NULL THEN 'reversal' ELSE 'sale' END"""
_SUMS = (
    "COUNT(*) AS sales, SUM(shares) AS shares, SUM(gross) AS gross, "
    "SUM(commission) AS commission, SUM(net) AS net, SUM(deductions) AS deductions"
)


def _add(rows: str) -> str:
    return f"""
    INSERT INTO placements_saleaggregate AS l
        (agreement_id, {_WAY}, sales, shares, gross, commission, net, deductions)
    SELECT agreement_id, {_WAY}, {_SUMS} FROM ({rows}) AS added
    GROUP BY agreement_id, {_WAY}
    ON CONFLICT ({_WAY}) DO UPDATE
    SET sales = l.sales + EXCLUDED.sales, shares = l.shares + EXCLUDED.shares,
        gross = l.gross + EXCLUDED.gross, commission = l.commission + EXCLUDED.commission,
        net = l.net + EXCLUDED.net, deductions = l.deductions + EXCLUDED.deductions;
"""


def _move(rows: str) -> str:
    """Move the standing sales in `rows` from their aggregates to those of their present days.

    Each row has its former day of delivery, or null, as `delivered_before`.
    """
    return (
        f"""
    UPDATE placements_saleaggregate l
    SET sales = l.sales - m.sales, shares = l.shares - m.shares, gross = l.gross - m.gross,
        commission = l.commission - m.commission, net = l.net - m.net,
        deductions = l.deductions - m.deductions
    FROM (SELECT placement_id, method, kind, trade_date, settlement_date, delivered_before, {_SUMS}
          FROM ({rows}) AS moved
          GROUP BY placement_id, method, kind, trade_date, settlement_date, delivered_before) m
    WHERE l.placement_id = m.placement_id AND l.method = m.method AND l.kind = m.kind
      AND l.trade_date = m.trade_date
      AND l.settlement_date IS NOT DISTINCT FROM m.settlement_date
      AND l.delivered_on IS NOT DISTINCT FROM m.delivered_before AND l.reversed_on IS NULL;
"""
        + _add(rows)
        + f"""
    DELETE FROM placements_saleaggregate
    WHERE sales = 0 AND placement_id IN (SELECT placement_id FROM ({rows}) AS moved);
"""
    )


ENTER_AGGREGATES = _add(
    f"SELECT s.*, {KIND_OF} AS kind, NULL::date AS delivered_on, NULL::date AS reversed_on "
    "FROM posted s"
) + _move(
    """
    SELECT s.*, 'sale' AS kind, v.delivered_on AS delivered_before, v.delivered_on,
           r.trade_date AS reversed_on
    FROM posted r JOIN placements_sale s ON s.id = r.reverses_id
    LEFT JOIN placements_delivery v ON v.sale_id = s.id
    """
)

DELIVER_AGGREGATES = _move(
    f"""
    SELECT s.*, {KIND_OF} AS kind, NULL::date AS delivered_before, v.delivered_on,
           NULL::date AS reversed_on
    FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    """
)

_AGGREGATES_FOLLOW = "Aggregates follow the sales and deliveries and are not written by hand."

LOT_TRIGGERS = [
    refuse_truncate("aggregates_are_not_truncated", _AGGREGATES_FOLLOW),
    refuse(
        "kept_by_the_database",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _AGGREGATES_FOLLOW,
        DIRECT_STATEMENT,
    ),
]
