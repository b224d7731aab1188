"""The rules that hold in the database whoever writes: SQL for the triggers of the models."""

from typing import Any

import pgtrigger

from placements.models.in_force import commissions_owed, version_in_force

# A trigger of ours runs at depth 1; a statement that somebody sends stands at depth 0.
SENT_BY_HAND = "pg_trigger_depth() = 0"
# Foreign keys are checked at commit: within a transaction two rows could trade their places.
STAYS_ITSELF = "A row keeps its id, for others point at it."
# Declared in each rule: it takes back `SET pgtrigger.ignore`, by which a session could lift it.
_NEVER_LIFTED = [("never_lifted", "TEXT := set_config('pgtrigger.ignore', '{}', true)")]


def rule(name: str, operation: pgtrigger.Operation, func: str, **how: Any) -> pgtrigger.Trigger:
    """A trigger that no session can lift; `how` is handed on to pgtrigger."""
    return pgtrigger.Trigger(
        name=name, operation=operation, func=func, declare=_NEVER_LIFTED, **how
    )


def refuse(
    name: str, operation: pgtrigger.Operation, sentence: str, when: str | None = None
) -> pgtrigger.Trigger:
    """A row trigger that refuses `operation` with a sentence, where the SQL `when` holds."""
    condition = pgtrigger.Condition(f"({when})") if when else None
    return rule(name, operation, _raise(sentence), when=pgtrigger.Before, condition=condition)


def refuse_while(
    name: str,
    operation: pgtrigger.Operation,
    sentence: str,
    rows: str,
    agreements: str,
    *,
    when: str = "true",
) -> pgtrigger.Trigger:
    """A row trigger that refuses `operation` while the query finds rows under these agreements.

    Where the SQL `when` does not hold, it does not ask.
    """
    func = lock_agreements(agreements) + refuse_where(rows, sentence) + "RETURN COALESCE(NEW, OLD);"
    condition = pgtrigger.Condition(f"({when})")
    return rule(name, operation, func, when=pgtrigger.Before, condition=condition)


def refuse_truncate(name: str, sentence: str) -> pgtrigger.Trigger:
    """A statement trigger that refuses TRUNCATE with a sentence."""
    level, when = pgtrigger.Statement, pgtrigger.Before
    return rule(name, pgtrigger.Truncate, _raise(sentence), level=level, when=when)


def after_insert(name: str, sql: str) -> pgtrigger.Trigger:
    """A statement trigger on insert: `sql` sees the rows of the whole statement as `posted`."""
    return rule(
        name,
        pgtrigger.Insert,
        sql + "\nRETURN NULL;",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="posted"),
    )


def after_update(name: str, sql: str) -> pgtrigger.Trigger:
    """A statement trigger on update: the rows of the whole statement are `posted`, once `stood`."""
    return rule(
        name,
        pgtrigger.Update,
        sql + "\nRETURN NULL;",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="stood", new="posted"),
    )


def after_move(name: str, when: str, sql: str) -> pgtrigger.Trigger:
    """A row trigger on a move, where the SQL `when` holds: `sql` reads the moved row as NEW."""
    return rule(
        name,
        pgtrigger.UpdateOf("status"),
        sql + "\nRETURN NULL;",
        when=pgtrigger.After,
        condition=pgtrigger.Condition(f"({when})"),
    )


def _raise(sentence: str) -> str:
    quoted = sentence.replace("'", "''")
    return f"RAISE EXCEPTION '{quoted}' USING ERRCODE = 'integrity_constraint_violation';"


def refuse_where(rows: str, sentence: str) -> str:
    """SQL that refuses with a sentence where the query finds rows."""
    return f"IF EXISTS ({rows}) THEN {_raise(sentence)} END IF;"


def lock_agreements(ids: str) -> str:
    """SQL that waits for whoever is writing under these agreements; what is read then stays."""
    return f"PERFORM 1 FROM placements_agreement WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE;"


# Outer joins: a foreign key is checked at commit, so the row it names may not be there yet.
SALE_FITS_PLACEMENT = refuse_where(
    f"""
    WITH allowed AS MATERIALIZED (
        SELECT d.agreement_id, d.trade_date, v.methods
        FROM (SELECT DISTINCT agreement_id, trade_date FROM posted) d
        JOIN placements_termversion v
            ON v.agreement_id = d.agreement_id
            AND v.number = {version_in_force("d.agreement_id", "d.trade_date")}
    )
    SELECT 1 FROM posted s
    LEFT JOIN placements_agreement a ON a.id = s.agreement_id
    LEFT JOIN placements_placement p ON p.id = s.placement_id AND p.agreement_id = a.id
    LEFT JOIN allowed m ON m.agreement_id = a.id AND m.trade_date = s.trade_date
    WHERE p.id IS NULL
       OR (s.reverses_id IS NULL AND (
              p.accepted_on IS NULL
           OR p.status NOT IN ('accepted', 'suspended', 'closed')
           OR s.trade_date < p.accepted_on
           OR s.trade_date > p.closed_on
           OR (p.status = 'suspended' AND s.trade_date >= p.status_on)
           OR s.price < p.minimum_price
           OR s.method <> ALL (m.methods)))
    """,
    "A sale must fit its placement: accepted on its trade date, at or above the minimum price, "
    "by a method that the agreement allows.",
)

REVERSAL_MIRRORS_SALE = refuse_where(
    """
    SELECT 1 FROM posted r LEFT JOIN placements_sale s ON s.id = r.reverses_id
    WHERE r.reverses_id IS NOT NULL AND (
          s.id IS NULL
       OR s.reverses_id IS NOT NULL
       OR (r.agreement_id, r.placement_id, r.method, r.price, r.shares, r.gross, r.deductions)
          <> (s.agreement_id, s.placement_id, s.method, s.price, -s.shares, -s.gross, -s.deductions)
       OR r.trade_date < s.trade_date)
    """,
    "A reversal must negate one sale, of its own agreement and placement, not before its "
    "trade date.",
)

REVERSAL_IS_APPROVED = refuse_where(
    """
    SELECT 1 FROM posted r WHERE r.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM placements_approval a
        WHERE a.kind = 'reversal' AND a.subject = r.reverses_id AND a.decision = 'approved'
          AND a.asked = jsonb_build_object('on', r.trade_date::text, 'reason', r.reason))
    """,
    "A reversal is posted as one person asked for it and another approved it.",
)

NUMBERS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT agreement_id, MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows
                   FROM posted GROUP BY agreement_id) n
    WHERE n.last - n.first + 1 <> n.rows
       OR n.last <> (SELECT MAX(number) FROM placements_sale WHERE agreement_id = n.agreement_id)
       OR n.first <> 1 + COALESCE((SELECT MAX(number) FROM placements_sale
                                   WHERE agreement_id = n.agreement_id AND number < n.first), 0)
    """,
    "The sales of an agreement are numbered in the order of their recording, without a gap.",
)

RECORDED_NOW = refuse_where(
    "SELECT 1 FROM posted WHERE recorded_at <> STATEMENT_TIMESTAMP()",
    "The moment of recording is written by the database.",
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

# Row by row in the order of their numbers, on top of the gross before the statement.
_OWED = commissions_owed(
    "posted",
    before="a.gross_sold - SUM(s.gross) OVER (PARTITION BY s.agreement_id ORDER BY s.number DESC)",
)
COMMISSION_FOLLOWS_SCHEDULE = refuse_where(
    f"SELECT 1 FROM ({_OWED}) s WHERE s.commission IS DISTINCT FROM s.owed",
    "The commission of a sale is the fee schedule on the gross after it less the fee schedule on "
    "the gross before it.",
)

# The totals first: they wait for whoever moves the placement, and what is read then stays.
POST_SALES = (
    lock_agreements("SELECT agreement_id FROM posted")
    + ADD_SALES_TO_TOTALS
    + UNSETTLE_REVERSED
    + SALE_FITS_PLACEMENT
    + REVERSAL_MIRRORS_SALE
    + REVERSAL_IS_APPROVED
    + NUMBERS_RUN_ON
    + COMMISSION_FOLLOWS_SCHEDULE
    + RECORDED_NOW
)

DELIVERY_FITS_SALE = refuse_where(
    """
    SELECT 1 FROM posted v LEFT JOIN placements_sale s ON s.id = v.sale_id
    WHERE s.id IS NULL
       OR s.reverses_id IS NOT NULL
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
    lock_agreements(
        "SELECT s.agreement_id FROM posted v JOIN placements_sale s ON s.id = v.sale_id"
    )
    + DELIVERY_FITS_SALE
    + SETTLE_DELIVERED
    + RECORDED_NOW
)

# Once a placement was accepted it stays so, and needs no lock to be read.
POST_ATTACHMENTS = RECORDED_NOW + refuse_where(
    """
    SELECT 1 FROM posted n LEFT JOIN placements_placement p ON p.id = n.placement_id
    WHERE n.kind = 'acceptance' AND p.accepted_on IS NULL
    """,
    "An acceptance is attached to a placement that the agent has accepted.",
)

#: What the open placements of an agreement `a` hold back of its capacity.
RESERVED = """
    SELECT SUM(ROUND((p.shares_offered - p.shares_sold)
                     * COALESCE(p.minimum_price, p.expected_price), 2))
    FROM placements_placement p
    WHERE p.agreement_id = a.id AND p.status IN ('accepted', 'suspended')
"""

# Read after the row has moved, so this placement's own reservation is among those summed.
ACCEPTANCE_FITS_CAPACITY = lock_agreements("SELECT NEW.agreement_id") + refuse_where(
    f"""
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.agreement_id AND a.gross_sold + ({RESERVED}) > a.capacity
    """,
    "An accepted placement must fit into what its agreement has free.",
)

# By somebody else than whoever asked for it, or wrote these terms.
PROPOSAL_IS_APPROVED = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM placements_approval a
        WHERE a.kind = 'proposal' AND a.subject = NEW.id AND a.decision = 'approved'
          AND NOT EXISTS (SELECT 1 FROM placements_placementevent e
                          WHERE e.pgh_obj_id = NEW.id AND e.status = 'draft'
                            AND e.status_by_id = a.decided_by_id)
          AND a.asked = jsonb_build_object(
              'shares_offered', NEW.shares_offered, 'minimum_price', NEW.minimum_price::text,
              'expected_price', NEW.expected_price::text))
    """,
    "A placement is proposed on the terms that a CFO approved who did not write them.",
)

SALES_FIT_THE_MOVE = refuse_where(
    """
    SELECT 1 FROM placements_sale s
    WHERE s.placement_id = NEW.id AND s.reverses_id IS NULL
      AND (s.trade_date > NEW.status_on
           OR (NEW.status = 'suspended' AND s.trade_date = NEW.status_on))
    """,
    "A placement is not closed before its last sale, nor suspended on or before its day.",
)
