"""The triggers of reopenings, and which of their fields the seal covers."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, lock_heads, seal, sealed_columns

REOPENING = Sealed(
    kind="reopening",
    table="books_reopening",
    columns=sealed_columns(
        "id closing_id approval_id reason reopened_on asked_by_id recorded_at recorded_by_id",
        reopened_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN books_closing c ON c.id = e.closing_id",
    issuer="c.issuer_id",
    order="e.id",
    name="'The reopening of closing ' || c.number || ' (' || c.label || ')'",
)

_REOPENED = "FROM posted r JOIN books_closing c ON c.id = r.closing_id"

_REOPENED_AS_APPROVED = refuse_where(
    """
    SELECT 1 FROM posted r WHERE NOT EXISTS (
        SELECT 1 FROM books_approval a JOIN books_closing c ON c.id = r.closing_id
        WHERE a.id = r.approval_id AND a.kind = 'reopening' AND a.subject = c.id
          AND a.issuer_id = c.issuer_id AND a.decision = 'approved'
          AND a.dated IS NULL AND a.asked = jsonb_build_object('reason', r.reason)
          AND a.asked_by_id = r.asked_by_id AND a.decided_by_id = r.recorded_by_id)
    """,
    "A period is reopened as one person asked for it and another approved it.",
)

_REOPENED_AFTERWARDS = refuse_where(
    f"SELECT 1 {_REOPENED} WHERE r.reopened_on < c.closed_on",
    "A period is reopened on the day of its closing or later.",
)

POST_REOPENINGS = steps(
    LOCK_HEADS=lock_heads(f"SELECT c.issuer_id {_REOPENED}"),
    _REOPENED_AS_APPROVED=_REOPENED_AS_APPROVED,
    _REOPENED_AFTERWARDS=_REOPENED_AFTERWARDS,
    RECORDED_NOW=RECORDED_NOW,
    SEAL=seal(REOPENING),
)

_REOPENINGS_STAY = "A reopening is never changed or deleted; close the period again."

REOPENING_TRIGGERS = [
    refuse_truncate("reopenings_are_not_truncated", _REOPENINGS_STAY),
    refuse("reopenings_stay", pgtrigger.Update | pgtrigger.Delete, _REOPENINGS_STAY),
    after_insert("reopenings_open_their_period", POST_REOPENINGS),
]
