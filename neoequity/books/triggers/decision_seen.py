"""The triggers of what requesters have seen: of decided requests only, noted once."""

import pgtrigger

from neoequity.books.triggers import after_insert, refuse, refuse_truncate, refuse_where

_STAYS = "That a decision was seen is noted once, and never changed or deleted."

# A withdrawal is no news to the person who made it.
_SEEN_NOW = refuse_where(
    """
    SELECT 1 FROM posted JOIN books_approval r ON r.id = posted.request_id
    WHERE r.decision NOT IN ('approved', 'rejected') OR seen_at <> STATEMENT_TIMESTAMP()
    """,
    "A decision is seen after it was made, and the database writes when.",
)

DECISION_SEEN_TRIGGERS = [
    refuse_truncate("what_was_seen_is_not_truncated", _STAYS),
    refuse("what_was_seen_stays", pgtrigger.Update | pgtrigger.Delete, _STAYS),
    after_insert("decisions_are_seen_now", _SEEN_NOW),
]
