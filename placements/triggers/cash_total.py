"""The triggers of cash totals, and the SQL that adds receipts and their parts to them."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

#: The trade date and the day on which an entry `s` is due; a reversal has those of its sale `o`.
WHEN_DUE = """COALESCE(o.trade_date, s.trade_date) AS trade_date,
           COALESCE(o.settlement_date, s.settlement_date, s.trade_date) AS due_on"""
#: Joins to parts `p` what `WHEN_DUE` needs.
THEIR_ENTRIES = """JOIN placements_sale s ON s.id = p.entry_id
    LEFT JOIN placements_sale o ON o.id = s.reverses_id"""


def _add(rows: str) -> str:
    return f"""
    INSERT INTO placements_cashtotal AS t
        (agreement_id, day, trade_date, due_on, received, applied)
    SELECT agreement_id, day, trade_date, due_on, SUM(received), SUM(applied)
    FROM ({rows}) AS added GROUP BY agreement_id, day, trade_date, due_on
    ON CONFLICT (agreement_id, day, trade_date, due_on) DO UPDATE
    SET received = t.received + EXCLUDED.received, applied = t.applied + EXCLUDED.applied;
"""  # constants


#: What was applied of a receipt that is undone no longer is, from that day on.
RECEIVE_CASH = _add(
    f"""
    SELECT e.agreement_id, e.received_on AS day, NULL::date AS trade_date, NULL::date AS due_on,
           e.amount AS received, 0 AS applied
    FROM posted e
    UNION ALL
    SELECT e.agreement_id, e.received_on, {WHEN_DUE}, 0, -p.amount
    FROM posted e JOIN placements_receiptpart p ON p.receipt_id = e.undoes_id
    {THEIR_ENTRIES}
    """
)

APPLY_CASH = _add(
    f"""
    SELECT s.agreement_id, p.applied_on AS day, {WHEN_DUE}, 0 AS received, p.amount AS applied
    FROM posted p {THEIR_ENTRIES}
    """
)

_TOTALS_FOLLOW = "Totals of cash follow the receipts and are not written by hand."

CASH_TOTAL_TRIGGERS = [
    refuse_truncate("cash_totals_are_not_truncated", _TOTALS_FOLLOW),
    refuse(
        "kept_by_the_database",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _TOTALS_FOLLOW,
        DIRECT_STATEMENT,
    ),
]
