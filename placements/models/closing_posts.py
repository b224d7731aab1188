"""SQL for the triggers of closings and reopenings: the lock, the rules, the totals and the seal."""

from neoequity.books.triggers import RECORDED_NOW, refuse_where
from placements.models.closed_days import STANDS
from placements.models.in_force import version_in_force
from placements.models.ratio import shares_on
from placements.models.sealing import CLOSING, REOPENING, lock_heads, seal

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

# In the shares of the period's end. A reversal takes back shares as they were traded: it counts
# by the trade date of its sale, which its lot tells, and here in the period of its own day.
_LOTS = "FROM placements_lot l WHERE l.agreement_id = a.id AND l.settlement_date IS NOT NULL"
_OF_PERIOD = f"""
    SELECT l.trade_date, l.shares {_LOTS} AND l.trade_date BETWEEN c.starts_on AND c.ends_on
    UNION ALL
    SELECT l.trade_date, -l.shares {_LOTS} AND l.reversed_on BETWEEN c.starts_on AND c.ends_on"""
_TO_DATE = f"""
    SELECT l.trade_date, l.shares {_LOTS} AND l.trade_date <= c.ends_on
      AND (l.reversed_on IS NULL OR l.reversed_on > c.ends_on)"""
_SHARES_OF_PERIOD = shares_on("c.ends_on", _OF_PERIOD, "a.issuer_id")
_SHARES_TO_DATE = shares_on("c.ends_on", _TO_DATE, "a.issuer_id")

_TOTAL_UP = f"""
    INSERT INTO placements_closingtotal
        (closing_id, agreement_id, gross, shares, commission, net, settled, capacity,
         gross_to_date, shares_to_date, commission_to_date, net_to_date, settled_to_date,
         deductions, deductions_to_date)
    SELECT c.id, a.id,
           COALESCE(SUM(d.gross) FILTER (WHERE d.day >= c.starts_on), 0),
           {_SHARES_OF_PERIOD},
           COALESCE(SUM(d.commission) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.net) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.settled) FILTER (WHERE d.day >= c.starts_on), 0),
           v.capacity,
           COALESCE(SUM(d.gross), 0), {_SHARES_TO_DATE},
           COALESCE(SUM(d.commission), 0), COALESCE(SUM(d.net), 0), COALESCE(SUM(d.settled), 0),
           COALESCE(SUM(d.deductions) FILTER (WHERE d.day >= c.starts_on), 0),
           COALESCE(SUM(d.deductions), 0)
    FROM posted c JOIN placements_agreement a ON a.issuer_id = c.issuer_id
    JOIN placements_termversion v ON v.agreement_id = a.id
        AND v.number = {version_in_force("a.id", "c.ends_on")}
    LEFT JOIN placements_daytotal d ON d.agreement_id = a.id AND d.day <= c.ends_on
    GROUP BY c.id, c.starts_on, c.ends_on, a.id, v.capacity ORDER BY a.id;
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
    + RECORDED_NOW
    + _TOTAL_UP
    + seal(CLOSING)
)

_REOPENED = "FROM posted r JOIN placements_closing c ON c.id = r.closing_id"

_REOPENED_AS_APPROVED = refuse_where(
    """
    SELECT 1 FROM posted r WHERE NOT EXISTS (
        SELECT 1 FROM placements_approval a JOIN placements_closing c ON c.id = r.closing_id
        WHERE a.id = r.approval_id AND a.kind = 'reopening' AND a.subject = c.id
          AND a.issuer_id = c.issuer_id AND a.decision = 'approved'
          AND a.asked = jsonb_build_object('reason', r.reason)
          AND a.asked_by_id = r.asked_by_id AND a.decided_by_id = r.recorded_by_id)
    """,
    "A period is reopened as one person asked for it and another approved it.",
)

_REOPENED_AFTERWARDS = refuse_where(
    f"SELECT 1 {_REOPENED} WHERE r.reopened_on < c.closed_on",
    "A period is reopened on the day of its closing or later.",
)

POST_REOPENINGS = (
    lock_heads(f"SELECT c.issuer_id {_REOPENED}")
    + _REOPENED_AS_APPROVED
    + _REOPENED_AFTERWARDS
    + RECORDED_NOW
    + seal(REOPENING)
)
