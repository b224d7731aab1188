"""The triggers of receipts: what the database updates and refuses when they are posted."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once, refuse_unapproved
from placements.terms.request import RECEIPT_UNDOING
from placements.triggers.cash_total import RECEIVE_CASH
from placements.triggers.locking import lock_agreements
from placements.triggers.numbering import numbers_run_on
from placements.triggers.received import received
from placements.triggers.sealed import RECEIPT

NUMBERS_RUN_ON = numbers_run_on(
    "placements_receipt",
    "The receipts of an agreement are numbered in the order of their recording, without a gap.",
)

# Not a constraint: what was recorded wrongly is undone, and recorded again from the same advice.
A_REFERENCE_STANDS_ONCE = refuse_where(
    """
    SELECT 1 FROM posted e JOIN placements_receipt r ON r.agreement_id = e.agreement_id
        AND r.reference_key = e.reference_key AND r.id <> e.id
    WHERE NOT EXISTS (SELECT 1 FROM placements_receipt u WHERE u.undoes_id = r.id)
    """,
    "Only one receipt of an agreement stands for each bank reference, however spelled.",
)

UNDOING_MIRRORS_ITS_RECEIPT = refuse_where(
    """
    SELECT 1 FROM posted e LEFT JOIN placements_receipt r ON r.id = e.undoes_id
    WHERE e.undoes_id IS NOT NULL AND (
          r.id IS NULL
       OR r.undoes_id IS NOT NULL
       OR r.agreement_id <> e.agreement_id
       OR e.amount <> -r.amount
       OR e.received_on < r.received_on
       OR EXISTS (SELECT 1 FROM placements_receiptpart p
                  WHERE p.receipt_id = r.id AND p.applied_on > e.received_on))
    """,
    "A receipt is undone by one that negates it, of its own agreement, not before its day or that "
    "of any of its parts.",
)

UNDOING_IS_APPROVED = refuse_unapproved(
    RECEIPT_UNDOING,
    "A receipt is undone as one person asked for it and another approved it.",
    subject="e.undoes_id",
    dated="e.received_on",
    where="e.undoes_id IS NOT NULL",
    reason="e.reason",
)

_TAKEN_BACK = """
    SELECT p.entry_id, -SUM(p.amount) AS added
    FROM posted e JOIN placements_receiptpart p ON p.receipt_id = e.undoes_id
    GROUP BY p.entry_id"""

UNDOING_LEAVES_ENTRIES_IN_THEIR_NET = refuse_where(
    f"""
    SELECT 1 FROM ({received("SELECT entry_id FROM (" + _TAKEN_BACK + ") taken")}) e
    JOIN ({_TAKEN_BACK}) n ON n.entry_id = e.id
    WHERE e.received * SIGN(e.net) < 0
       OR (ABS(e.received) > ABS(e.net) AND n.added * e.received > 0)
    """,
    "Undoing a receipt leaves what each of its entries has received between zero and its net.",
)

RECEIPT_TRIGGERS = posted_once(
    RECEIPT,
    dated="received_on",
    plural="receipts",
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    RECEIVE_CASH=RECEIVE_CASH,
    NUMBERS_RUN_ON=NUMBERS_RUN_ON,
    A_REFERENCE_STANDS_ONCE=A_REFERENCE_STANDS_ONCE,
    UNDOING_MIRRORS_ITS_RECEIPT=UNDOING_MIRRORS_ITS_RECEIPT,
    UNDOING_LEAVES_ENTRIES_IN_THEIR_NET=UNDOING_LEAVES_ENTRIES_IN_THEIR_NET,
    UNDOING_IS_APPROVED=UNDOING_IS_APPROVED,
)
