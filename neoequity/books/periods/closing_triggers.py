"""SQL for the triggers of closings and reopenings: the lock and the rules.

The seal of a closing covers its totals, so the app that totals it seals it.
"""

from neoequity.books.chain.sealing import DAY, MOMENT, Sealed, lock_heads, says, seal
from neoequity.books.periods.closed_days import STANDS
from neoequity.books.triggers import RECORDED_NOW, refuse_where, steps

REOPENING = Sealed(
    kind="reopening",
    table="books_reopening",
    columns=says(
        "id closing_id approval_id reason reopened_on asked_by_id recorded_at recorded_by_id",
        reopened_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN books_closing c ON c.id = e.closing_id",
    issuer="c.issuer_id",
    order="e.id",
    name="'The reopening of closing ' || c.number || ' (' || c.label || ')'",
)

# A stock split holds the issuer and wants the head: the issuer comes first here, too.
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
