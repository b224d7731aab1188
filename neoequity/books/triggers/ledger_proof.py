"""The triggers of recorded proofs: each names heads that stand in the chains, and stays."""

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
from neoequity.books.triggers.tracking import record_path

_PROOFS_STAY = "A proof of the books is recorded once, and never changed or deleted."

# A chain without entries has no seal to name: its position is 0.
_HEADS_STAND = refuse_where(
    """
    SELECT 1 FROM posted p
    CROSS JOIN LATERAL jsonb_to_recordset(p.heads)
        AS h (issuer bigint, position bigint, digest text)
    WHERE h.position > 0 AND NOT EXISTS (
        SELECT 1 FROM books_seal s JOIN books_chainhead c ON c.id = s.head_id
        WHERE c.issuer_id = h.issuer AND s.position = h.position AND s.digest = h.digest)
    """,
    "A proof names seals that stand in the chains.",
)

_LOG_STANDS = refuse_where(
    """
    SELECT 1 FROM posted p WHERE p.log_position > 0 AND NOT EXISTS (
        SELECT 1 FROM books_loggedchange s
        WHERE s.position = p.log_position AND s.digest = p.log_digest)
    """,
    "A proof names a change that stands in the change log.",
)

# Otherwise a chain of short proofs would stand for one that nobody made.
_CONTINUES_A_FULL_ONE = refuse_where(
    """
    SELECT 1 FROM posted p JOIN books_ledgerproof f ON f.id = p.continues_id
    WHERE f.continues_id IS NOT NULL OR f.log_position > p.log_position
    """,
    "A continued proof continues an earlier full one.",
)

LEDGER_PROOF_TRIGGERS = [
    refuse_truncate("proofs_are_not_truncated", _PROOFS_STAY),
    record_path("proofs_keep_their_path"),
    refuse("proofs_stay", pgtrigger.Update | pgtrigger.Delete, _PROOFS_STAY),
    after_insert(
        "proofs_name_what_stands",
        steps(
            RECORDED_NOW=RECORDED_NOW,
            _HEADS_STAND=_HEADS_STAND,
            _LOG_STANDS=_LOG_STANDS,
            _CONTINUES_A_FULL_ONE=_CONTINUES_A_FULL_ONE,
        ),
    ),
    SealedInLog(),
]
