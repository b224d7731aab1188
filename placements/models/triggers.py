"""The rules that hold in the database whoever writes: SQL for the triggers of the models."""

import pgtrigger

# A trigger of ours runs at depth 1; a statement that somebody sends stands at depth 0.
SENT_BY_HAND = "pg_trigger_depth() = 0"


def refuse(
    name: str, operation: pgtrigger.Operation, sentence: str, when: str | None = None
) -> pgtrigger.Trigger:
    """A row trigger that refuses `operation` with a sentence, where the SQL `when` holds."""
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(when) if when else None,
        func=_raise(sentence),
    )


def refuse_truncate(name: str, sentence: str) -> pgtrigger.Trigger:
    """A statement trigger that refuses TRUNCATE with a sentence."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func=_raise(sentence),
    )


def after_insert(name: str, sql: str) -> pgtrigger.Trigger:
    """A statement trigger on insert: `sql` sees the rows of the whole statement as `posted`."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="posted"),
        func=sql + "\nRETURN NULL;",
    )


def _raise(sentence: str) -> str:
    quoted = sentence.replace("'", "''")
    return f"RAISE EXCEPTION '{quoted}' USING ERRCODE = 'integrity_constraint_violation';"


def _refuse_where(rows: str, sentence: str) -> str:
    return f"IF EXISTS ({rows}) THEN {_raise(sentence)} END IF;"


def _lock_agreements(ids: str) -> str:
    # Every rule below reads what others may be writing; they wait for each other here.
    return (
        f"PERFORM 1 FROM placements_agreement WHERE id IN ({ids}) "
        "ORDER BY id FOR NO KEY UPDATE;"
    )


SALE_FITS_PLACEMENT = _refuse_where(
    """
    SELECT 1 FROM posted s
    JOIN placements_placement p ON p.id = s.placement_id
    JOIN placements_agreement a ON a.id = s.agreement_id
    WHERE p.agreement_id <> s.agreement_id
       OR (s.reverses_id IS NULL AND (
              p.accepted_on IS NULL
           OR p.status NOT IN ('accepted', 'suspended', 'closed')
           OR s.trade_date < p.accepted_on
           OR s.trade_date > p.closed_on
           OR (p.status = 'suspended' AND s.trade_date >= p.status_on)
           OR s.price < p.minimum_price
           OR s.method <> ALL (a.methods)))
    """,
    "A sale must fit its placement: accepted on its trade date, at or above the minimum price, "
    "by a method that the agreement allows.",
)

REVERSAL_MIRRORS_SALE = _refuse_where(
    """
    SELECT 1 FROM posted r JOIN placements_sale s ON s.id = r.reverses_id
    WHERE s.reverses_id IS NOT NULL
       OR (r.agreement_id, r.placement_id, r.method, r.price, r.shares, r.gross, r.deductions)
          <> (s.agreement_id, s.placement_id, s.method, s.price, -s.shares, -s.gross, -s.deductions)
       OR r.trade_date < s.trade_date
    """,
    "A reversal must negate one sale, of its own agreement and placement, not before its "
    "trade date.",
)

ADD_SALES_TO_TOTALS = """
    UPDATE placements_agreement a
    SET gross_sold = a.gross_sold + s.gross,
        shares_sold = a.shares_sold + s.shares,
        commission_sold = a.commission_sold + s.commission
    FROM (SELECT agreement_id, SUM(gross) AS gross, SUM(shares) AS shares,
                 SUM(commission) AS commission
          FROM posted GROUP BY agreement_id) s
    WHERE a.id = s.agreement_id;

    UPDATE placements_placement p
    SET gross_sold = p.gross_sold + s.gross, shares_sold = p.shares_sold + s.shares
    FROM (SELECT placement_id, SUM(gross) AS gross, SUM(shares) AS shares
          FROM posted GROUP BY placement_id) s
    WHERE p.id = s.placement_id;

    INSERT INTO placements_daytotal AS d
        (agreement_id, day, gross, shares, commission, net, settled)
    SELECT agreement_id, trade_date, SUM(gross), SUM(shares), SUM(commission), SUM(net), 0
    FROM posted GROUP BY agreement_id, trade_date
    ON CONFLICT (agreement_id, day) DO UPDATE
    SET gross = d.gross + EXCLUDED.gross, shares = d.shares + EXCLUDED.shares,
        commission = d.commission + EXCLUDED.commission, net = d.net + EXCLUDED.net;
"""

# A reversed sale is no longer settled, from the day on which it had been both.
UNSETTLE_REVERSED = """
    INSERT INTO placements_daytotal AS d
        (agreement_id, day, gross, shares, commission, net, settled)
    SELECT r.agreement_id, GREATEST(r.trade_date, v.delivered_on), 0, 0, 0, 0, SUM(r.gross)
    FROM posted r JOIN placements_delivery v ON v.sale_id = r.reverses_id
    GROUP BY 1, 2
    ON CONFLICT (agreement_id, day) DO UPDATE SET settled = d.settled + EXCLUDED.settled;
"""

COMMISSION_FOLLOWS_SCHEDULE = _refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id IN (SELECT agreement_id FROM posted)
      AND a.commission_sold IS DISTINCT FROM (
        SELECT ROUND(SUM(t.rate * GREATEST(LEAST(a.gross_sold, t.ends) - t.above, 0)), 2)
        FROM (SELECT above, rate, LEAD(above) OVER (ORDER BY above) AS ends
              FROM placements_feetier WHERE agreement_id = a.id) t)
    """,
    "The commissions of all sales must add up to the fee schedule on their total gross.",
)

POST_SALES = (
    _lock_agreements("SELECT agreement_id FROM posted")
    + SALE_FITS_PLACEMENT
    + REVERSAL_MIRRORS_SALE
    + ADD_SALES_TO_TOTALS
    + UNSETTLE_REVERSED
    + COMMISSION_FOLLOWS_SCHEDULE
)

DELIVERY_FITS_SALE = _refuse_where(
    """
    SELECT 1 FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    WHERE s.reverses_id IS NOT NULL
       OR v.delivered_on < s.trade_date
       OR EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
    """,
    "Shares are delivered for a sale that stands, not before its trade date.",
)

SETTLE_DELIVERED = """
    INSERT INTO placements_daytotal AS d
        (agreement_id, day, gross, shares, commission, net, settled)
    SELECT s.agreement_id, v.delivered_on, 0, 0, 0, 0, SUM(s.gross)
    FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    GROUP BY 1, 2
    ON CONFLICT (agreement_id, day) DO UPDATE SET settled = d.settled + EXCLUDED.settled;
"""

POST_DELIVERIES = (
    _lock_agreements(
        "SELECT s.agreement_id FROM posted v JOIN placements_sale s ON s.id = v.sale_id"
    )
    + DELIVERY_FITS_SALE
    + SETTLE_DELIVERED
)

# Read after the row has moved, so this placement's own reservation is among those summed.
ACCEPTANCE_FITS_CAPACITY = _lock_agreements("SELECT NEW.agreement_id") + _refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.agreement_id AND a.gross_sold + (
        SELECT SUM(ROUND((p.shares_offered - p.shares_sold)
                         * COALESCE(p.minimum_price, p.expected_price), 2))
        FROM placements_placement p
        WHERE p.agreement_id = a.id AND p.status IN ('accepted', 'suspended')) > a.capacity
    """,
    "An accepted placement must fit into what its agreement has free.",
)
