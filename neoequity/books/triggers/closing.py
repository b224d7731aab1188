"""The triggers of closings: the locks and the rules.

A closing's seal covers its totals, so the app that computes the totals seals it.
"""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.closed_days import STANDS
from neoequity.books.triggers.sealing import lock_heads

# A stock split locks the issuer, then the head: the issuer comes first here, too.
_LOCK_ISSUERS = """
    PERFORM 1 FROM books_issuer WHERE id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR KEY SHARE;
"""

_A_MONTH = "(c.starts_on + INTERVAL '1 month - 1 day')::date"
_A_QUARTER = "(c.starts_on + INTERVAL '3 months - 1 day')::date"

_PERIOD_IS_NAMED = refuse_where(
    f"""
    SELECT 1 FROM posted c
    WHERE date_trunc('month', c.starts_on) <> c.starts_on
       OR c.label IS DISTINCT FROM CASE
              WHEN c.ends_on = {_A_MONTH} THEN to_char(c.starts_on, 'YYYY-MM')
              WHEN c.ends_on = {_A_QUARTER} AND date_trunc('quarter', c.starts_on) = c.starts_on
              THEN to_char(c.starts_on, 'YYYY"Q"Q') END
    """,
    "A closing is of one whole month or quarter, and named after it.",
)

_ONE_LOCK_A_DAY = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN books_closing c ON c.issuer_id = n.issuer_id AND c.id <> n.id
        AND c.starts_on <= n.ends_on AND n.starts_on <= c.ends_on
    WHERE {STANDS}
    """,
    "A period that is closed, or a part of it, is not closed again.",
)

_CLOSINGS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT DISTINCT issuer_id FROM posted) n
    JOIN books_closing c ON c.issuer_id = n.issuer_id
    GROUP BY n.issuer_id HAVING MIN(c.number) <> 1 OR MAX(c.number) <> COUNT(*)
    """,
    "The closings of an issuer are numbered in their order, without a gap.",
)

_HEAD_AS_IT_STOOD = refuse_where(
    """
    SELECT 1 FROM posted c LEFT JOIN books_chainhead h ON h.issuer_id = c.issuer_id
    WHERE (c.head_position, c.head_digest) IS DISTINCT FROM (h.length, h.digest)
    """,
    "A closing names the head of its issuer's chain as it stands before it.",
)

POST_CLOSINGS = steps(
    _LOCK_ISSUERS=_LOCK_ISSUERS,
    LOCK_HEADS=lock_heads("SELECT issuer_id FROM posted"),
    _PERIOD_IS_NAMED=_PERIOD_IS_NAMED,
    _CLOSINGS_RUN_ON=_CLOSINGS_RUN_ON,
    _ONE_LOCK_A_DAY=_ONE_LOCK_A_DAY,
    _HEAD_AS_IT_STOOD=_HEAD_AS_IT_STOOD,
    RECORDED_NOW=RECORDED_NOW,
)

_CLOSINGS_STAY = "A closing is never changed or deleted; ask for its reopening."

CLOSING_TRIGGERS = [
    refuse_truncate("closings_are_not_truncated", _CLOSINGS_STAY),
    refuse("closings_stay", pgtrigger.Update | pgtrigger.Delete, _CLOSINGS_STAY),
    after_insert("closings_lock_their_period", POST_CLOSINGS),
]
