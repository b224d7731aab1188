"""SQL for the triggers of closings and reopenings: the lock, the rules, the totals and the seal."""

from placements.models.closed_days import STANDS
from placements.models.sealing import CLOSING, REOPENING, lock_heads, seal
from placements.models.triggers import refuse_where

# A stock split holds the issuer and wants the head: the issuer comes first here, too.
_LOCK_ISSUERS = """
    PERFORM 1 FROM placements_issuer WHERE id IN (SELECT issuer_id FROM posted)
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
    SELECT 1 FROM posted n JOIN placements_closing c ON c.issuer_id = n.issuer_id AND c.id <> n.id
        AND c.starts_on <= n.ends_on AND n.starts_on <= c.ends_on
    WHERE {STANDS}
    """,
    "A period that is closed, or a part of it, is not closed again.",
)

_CLOSINGS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT DISTINCT issuer_id FROM posted) n
    JOIN placements_closing c ON c.issuer_id = n.issuer_id
    GROUP BY n.issuer_id HAVING MIN(c.number) <> 1 OR MAX(c.number) <> COUNT(*)
    """,
    "The closings of an issuer are numbered in their order, without a gap.",
)

_CLOSED_NOW = refuse_where(
    "SELECT 1 FROM posted WHERE closed_at <> STATEMENT_TIMESTAMP()",
    "The moment of closing is written by the database.",
)

_TOTAL_UP = """
    INSERT INTO placements_closingtotal
        (closing_id, agreement_id, gross, shares, commission, net, settled, capacity,
         gross_to_date, shares_to_date, commission_to_date, net_to_date, settled_to_date)
    SELECT c.id, a.id,
           COALESCE(SUM(d.gross) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.shares) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.commission) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.net) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.settled) FILTER (WHERE d.day >= c.starts_on), 0),
           a.capacity,
           COALESCE(SUM(d.gross), 0), COALESCE(SUM(d.shares), 0),
           COALESCE(SUM(d.commission), 0), COALESCE(SUM(d.net), 0), COALESCE(SUM(d.settled), 0)
    FROM posted c JOIN placements_agreement a ON a.issuer_id = c.issuer_id
    LEFT JOIN placements_daytotal d ON d.agreement_id = a.id AND d.day <= c.ends_on
    GROUP BY c.id, c.starts_on, a.id ORDER BY a.id;
"""

_HEAD_AS_IT_STOOD = refuse_where(
    """
    SELECT 1 FROM posted c LEFT JOIN placements_chainhead h ON h.issuer_id = c.issuer_id
    WHERE (c.head_position, c.head_digest) IS DISTINCT FROM (h.length, h.digest)
    """,
    "A closing names the head of its issuer's chain as it stands before it.",
)

POST_CLOSINGS = (
    _LOCK_ISSUERS
    + lock_heads("SELECT issuer_id FROM posted")
    + _PERIOD_IS_NAMED
    + _CLOSINGS_RUN_ON
    + _ONE_LOCK_A_DAY
    + _HEAD_AS_IT_STOOD
    + _CLOSED_NOW
    + _TOTAL_UP
    + seal(CLOSING)
)

_ASKED = "FROM posted n JOIN placements_closing c ON c.id = n.closing_id"

POST_REQUESTS = (
    lock_heads(f"SELECT c.issuer_id {_ASKED}")
    + refuse_where(
        f"""
        SELECT 1 FROM posted n LEFT JOIN placements_closing c ON c.id = n.closing_id
        WHERE c.id IS NULL OR n.decision <> '' OR n.asked_at <> STATEMENT_TIMESTAMP()
           OR NOT ({STANDS})
        """,
        "A reopening is first asked for, of a period that is closed, and then decided by another "
        "person.",
    )
    + refuse_where(
        """
        SELECT 1 FROM posted n JOIN placements_reopening r ON r.closing_id = n.closing_id
            AND r.id <> n.id AND r.decision <> 'rejected'
        """,
        "A reopening that waits for its decision is not asked for again.",
    )
)

POST_DECISIONS = (
    lock_heads(REOPENING.issuers)
    + refuse_where(
        "SELECT 1 FROM posted WHERE decided_at IS DISTINCT FROM STATEMENT_TIMESTAMP()",
        "The moment of a decision is written by the database.",
    )
    + seal(REOPENING)
)
