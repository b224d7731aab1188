"""SQL for the triggers of warrants, splits, calls and requests; that of entries is in posting."""

import pgtrigger

from placements.models.splitting import LOCK_SPLIT
from placements.models.triggers import RECORDED_NOW, lock_agreements, refuse_where, rule
from warrants.models.ratio import ratio


def at_commit(name: str, func: str) -> pgtrigger.Trigger:
    """A rule on rows that are only whole together: it is held against each when all are there."""
    return rule(
        name,
        pgtrigger.Insert,
        func + "\nRETURN NULL;",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
    )


def stays_while(name: str, sentence: str, rows: str, columns: tuple[str, ...]) -> pgtrigger.Trigger:
    """Refuses to delete a row, or to change these columns, while the query finds rows."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    func = f"IF TG_OP = 'DELETE' OR {changed} THEN {refuse_where(rows, sentence)} END IF;"
    return rule(
        name,
        pgtrigger.Update | pgtrigger.Delete,
        func + " RETURN COALESCE(NEW, OLD);",
        when=pgtrigger.Before,
    )


_WARRANT_FITS = refuse_where(
    """
    SELECT 1 FROM posted w
    LEFT JOIN placements_agreement a ON a.id = w.agreement_id
    LEFT JOIN placements_placement p ON p.id = w.placement_id
    LEFT JOIN warrants_series s ON s.id = w.series_id
    WHERE w.issuer_id IS DISTINCT FROM COALESCE(a.issuer_id, s.issuer_id)
       OR (w.placement_id IS NOT NULL AND p.agreement_id IS DISTINCT FROM w.agreement_id)
    """,
    "A warrant must fit its agreement and placement, or its series, and their issuer.",
)

_WARRANTS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT issuer_id, MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows
                   FROM posted GROUP BY issuer_id) n
    WHERE n.last - n.first + 1 <> n.rows
       OR n.last <> (SELECT MAX(number) FROM warrants_warrant WHERE issuer_id = n.issuer_id)
       OR n.first <> 1 + COALESCE((SELECT MAX(number) FROM warrants_warrant
                                   WHERE issuer_id = n.issuer_id AND number < n.first), 0)
    """,
    "The warrants of an issuer are numbered in the order of their issue, without a gap.",
)

_LOCK_ISSUERS = """
    PERFORM 1 FROM placements_issuer WHERE id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
"""

POST_WARRANTS = (
    lock_agreements("SELECT agreement_id FROM posted")
    + _LOCK_ISSUERS
    + _WARRANT_FITS
    + _WARRANTS_RUN_ON
)

ISSUED_BY_AN_ENTRY = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM warrants_entry e WHERE e.warrant_id = NEW.id AND e.kind = 'issue')
    """,
    "A warrant is issued by the first entry of its register.",
)

_SPLITS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM posted n
    WHERE EXISTS (SELECT 1 FROM placements_split s WHERE s.issuer_id = n.issuer_id
                  AND s.id <> n.id AND s.effective_on >= n.effective_on)
       OR EXISTS (SELECT 1 FROM warrants_entry e JOIN warrants_warrant w ON w.id = e.warrant_id
                  WHERE w.issuer_id = n.issuer_id AND w.issued_on < n.effective_on
                    AND e.on >= n.effective_on)
    """,
    "A stock split is recorded before later splits, and before any entry of its day or later.",
)

POST_SPLITS = (
    LOCK_SPLIT
    + """
    PERFORM 1 FROM warrants_warrant WHERE issuer_id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    """
    + _SPLITS_RUN_ON
)


def splits_are_followed(warrants: str) -> str:
    """SQL that refuses unless every holder's count of these warrants went along with each split."""
    return refuse_where(
        f"""
        SELECT 1 FROM warrants_warrant w
        JOIN placements_split s ON s.issuer_id = w.issuer_id AND s.effective_on > w.issued_on
        CROSS JOIN LATERAL (
            SELECT COALESCE(SUM(h.sign * e.shares) FILTER (WHERE e.on < s.effective_on), 0)
                       AS before,
                   COALESCE(SUM(h.sign * e.shares)
                       FILTER (WHERE e.kind = 'split' AND e.on = s.effective_on), 0) AS change
            FROM warrants_entry e,
                LATERAL (VALUES (e.holder_to_id, 1), (e.holder_from_id, -1)) AS h (holder, sign)
            WHERE e.warrant_id = w.id AND h.holder IS NOT NULL
            GROUP BY h.holder) held
        WHERE w.id IN ({warrants})
          AND held.change <> DIV(held.before * s.new, s.old) - held.before
        """,
        "A stock split changes what each holder has of each warrant by its ratio, and nothing "
        "else does.",
    )


# A call starts without a price, of a series that waits until it is entered.
POST_CALLS = (
    """
    PERFORM 1 FROM warrants_series WHERE id IN (SELECT series_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    """
    + refuse_where(
        """
        SELECT 1 FROM posted n LEFT JOIN warrants_series s ON s.id = n.series_id
        WHERE s.id IS NULL OR n.exercise_price IS NOT NULL OR n.delivered_on < s.opened_on
        """,
        "A call starts without a price, on or after the day on which its series opens.",
    )
    + RECORDED_NOW
)

CALL_PRICE_FOLLOWS_THE_BID = refuse_where(
    f"""
    SELECT 1 WHERE NEW.exercise_price IS NOT NULL AND NEW.exercise_price IS DISTINCT FROM (
        SELECT LEAST(
            ROUND(CASE WHEN NEW.market_price < s.threshold THEN s.low_rate ELSE s.rate END
                  * NEW.closing_bid, 4),
            ROUND(s.cap * {ratio("old", "s.issuer_id", "s.opened_on", "NEW.bid_on")}
                  / {ratio("new", "s.issuer_id", "s.opened_on", "NEW.bid_on")}, 4))
        FROM warrants_series s WHERE s.id = NEW.series_id)
    """,
    "The price of a call is the lesser of the cap and its share of the closing bid.",
)

REQUEST_KEEPS_THE_CLOCK = lock_agreements("SELECT NEW.agreement_id") + refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM warrants_warrant w JOIN warrants_balance b ON b.warrant_id = w.id
        WHERE w.agreement_id = NEW.agreement_id AND b.holder_id = NEW.holder_id
          AND b.shares > 0 AND w.registrable_from <= NEW.requested_on)
    OR (NEW.kind = 'demand' AND (
        SELECT COUNT(*) FROM warrants_registrationrequest r
        WHERE r.agreement_id = NEW.agreement_id AND r.kind = 'demand')
        > (SELECT a.warrant_demand_limit FROM placements_agreement a
           WHERE a.id = NEW.agreement_id))
    """,
    "Registration is requested by a holder, from its day on, and demanded as often as the "
    "agreement grants.",
)
