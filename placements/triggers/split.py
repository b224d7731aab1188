"""The triggers of stock splits: placements and sales must still fit their terms after one."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.change_log import SealedInLog
from neoequity.books.triggers.closed_days import refuse_closed_days
from neoequity.books.triggers.sealing import lock_heads
from neoequity.books.triggers.tracking import record_path
from placements.triggers.offers import minimum_on, oversold

#: Recording a split waits for sales in progress, and they wait for it.
LOCK_SPLIT = """
    PERFORM 1 FROM placements_agreement WHERE issuer_id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM books_issuer WHERE id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
"""

_PLACEMENTS_HOLD_AFTER_IT = refuse_where(
    oversold("a.issuer_id IN (SELECT issuer_id FROM posted)"),
    "A stock split leaves no placement with more shares sold than offered.",
)

_SALES_FETCH_THE_MINIMUM = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN placements_agreement a ON a.issuer_id = n.issuer_id
    JOIN placements_placement p ON p.agreement_id = a.id AND p.proposed_on < n.effective_on
        AND p.minimum_price IS NOT NULL
    JOIN placements_sale s ON s.placement_id = p.id AND s.trade_date >= n.effective_on
    CROSS JOIN LATERAL (SELECT {minimum_on("s.trade_date")} AS price) m
    WHERE s.reverses_id IS NULL AND s.adjusts_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
      AND (s.price < m.price OR s.gross < ROUND(s.shares * m.price, 2))
    """,
    "A stock split leaves no sale of its day or later below the minimum price agreed.",
)

POST_SPLITS = steps(
    LOCK_SPLIT=LOCK_SPLIT,
    _PLACEMENTS_HOLD_AFTER_IT=_PLACEMENTS_HOLD_AFTER_IT,
    _SALES_FETCH_THE_MINIMUM=_SALES_FETCH_THE_MINIMUM,
    RECORDED_NOW=RECORDED_NOW,
    LOCK_HEADS=lock_heads("SELECT issuer_id FROM posted"),
    REFUSE_CLOSED_DAYS=refuse_closed_days("SELECT issuer_id, effective_on FROM posted"),
)

SPLIT_TRIGGERS = [
    refuse_truncate("splits_are_not_truncated", "A recorded stock split is never deleted."),
    record_path("splits_keep_their_path"),
    refuse(
        "splits_stay",
        pgtrigger.Update | pgtrigger.Delete,
        "A recorded stock split is never changed or deleted.",
    ),
    after_insert("splits_run_on", POST_SPLITS),
    SealedInLog(),
]
