"""The triggers of parts of receipts: what pays an entry lies within the receipt and its net."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.closed_days import STANDS
from neoequity.books.triggers.posted import posted_once
from placements.triggers.cash_total import APPLY_CASH
from placements.triggers.locking import lock_agreements
from placements.triggers.received import received
from placements.triggers.sealed import RECEIPT_PART

PARTS_FIT_THEIR_RECEIPT = refuse_where(
    """
    SELECT 1 FROM posted p
    LEFT JOIN placements_receipt r ON r.id = p.receipt_id
    LEFT JOIN placements_sale s ON s.id = p.entry_id AND s.agreement_id = r.agreement_id
    WHERE s.id IS NULL
       OR r.undoes_id IS NOT NULL
       OR EXISTS (SELECT 1 FROM placements_receipt u WHERE u.undoes_id = r.id)
    """,
    "A receipt that stands pays entries of its own agreement.",
)

# A day later than it must be only if those between are closed.
PARTS_ARE_DATED = refuse_where(
    f"""
    SELECT 1 FROM posted p
    JOIN placements_receipt r ON r.id = p.receipt_id
    JOIN placements_sale s ON s.id = p.entry_id
    JOIN placements_agreement a ON a.id = s.agreement_id
    WHERE p.applied_on < GREATEST(r.received_on, s.trade_date)
       OR (p.applied_on > GREATEST(r.received_on, s.trade_date) AND NOT EXISTS (
              SELECT 1 FROM books_closing c
              WHERE c.issuer_id = a.issuer_id AND {STANDS}
                AND p.applied_on - 1 BETWEEN c.starts_on AND c.ends_on))
    """,
    "A part of a receipt counts from the day of its receipt or of its entry, whichever is later, "
    "or from the first open day after it.",
)

PARTS_LIE_WITHIN_THEIR_RECEIPT = refuse_where(
    """
    SELECT 1 FROM placements_receipt r
    JOIN placements_receiptpart p ON p.receipt_id = r.id
    WHERE r.id IN (SELECT receipt_id FROM posted)
    GROUP BY r.id
    HAVING SUM(p.amount) NOT BETWEEN LEAST(r.amount, 0) AND GREATEST(r.amount, 0)
    """,
    "The parts of a receipt lie within its amount.",
)

_RECEIVED = received("SELECT entry_id FROM posted")

ENTRIES_OWE_NO_CASH = refuse_where(
    f"""
    SELECT 1 FROM ({_RECEIVED}) e WHERE e.received * SIGN(e.net) < 0
    """,
    "What an entry has received is not of the other sign than its net.",
)

# `placements.terms.receipt.is_past` says the same of the parts that are added together.
ENTRIES_KEEP_TO_THEIR_NET = refuse_where(
    f"""
    SELECT 1 FROM ({_RECEIVED}) e
    JOIN (SELECT entry_id, SUM(amount) AS added, BOOL_OR(remark ~ '[^[:space:]]') AS told
          FROM posted GROUP BY entry_id) n ON n.entry_id = e.id
    WHERE ABS(e.received) > ABS(e.net) AND n.added * e.received > 0 AND NOT n.told
    """,
    "What takes an entry past its net has a remark that says why.",
)

RECEIPT_PART_TRIGGERS = posted_once(
    RECEIPT_PART,
    dated="applied_on",
    plural="parts of receipts",
    LOCK_AGREEMENTS=lock_agreements(
        "SELECT r.agreement_id FROM posted p JOIN placements_receipt r ON r.id = p.receipt_id"
    ),
    PARTS_FIT_THEIR_RECEIPT=PARTS_FIT_THEIR_RECEIPT,
    PARTS_ARE_DATED=PARTS_ARE_DATED,
    PARTS_LIE_WITHIN_THEIR_RECEIPT=PARTS_LIE_WITHIN_THEIR_RECEIPT,
    ENTRIES_OWE_NO_CASH=ENTRIES_OWE_NO_CASH,
    ENTRIES_KEEP_TO_THEIR_NET=ENTRIES_KEEP_TO_THEIR_NET,
    APPLY_CASH=APPLY_CASH,
)
