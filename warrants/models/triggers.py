"""SQL for the triggers of warrants, splits, calls and requests; that of entries is in posting."""

import pgtrigger

from neoequity.books.triggers import RECORDED_NOW, refuse_where, rule, steps
from placements.models.locking import lock_agreements
from placements.models.splitting import LOCK_SPLIT
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
    PERFORM 1 FROM books_issuer WHERE id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
"""

POST_WARRANTS = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    _LOCK_ISSUERS=_LOCK_ISSUERS,
    _WARRANT_FITS=_WARRANT_FITS,
    _WARRANTS_RUN_ON=_WARRANTS_RUN_ON,
)

ISSUED_BY_AN_ENTRY = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM warrants_entry e WHERE e.warrant_id = NEW.id AND e.kind = 'issue')
    """,
    "A warrant is issued by the first entry of its register.",
)

# An answer is in the shares of its call, which is priced by the market of its day.
_NO_ANSWERS_STAND = refuse_where(
    """
    SELECT 1 FROM posted n
    JOIN warrants_series r ON r.issuer_id = n.issuer_id AND r.opened_on < n.effective_on
    JOIN warrants_callnotice c ON c.series_id = r.id AND c.bid_on >= n.effective_on
    JOIN warrants_entry e ON e.call_id = c.id AND e.reverses_id IS NULL
    WHERE NOT EXISTS (SELECT 1 FROM warrants_entry v WHERE v.reverses_id = e.id)
    """,
    "A stock split is recorded when no exercise stands in answer to a call priced on its day or "
    "later.",
)

_LAST_RECORDED = refuse_where(
    """
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.issuer_id = n.issuer_id
    JOIN warrants_entry e ON e.warrant_id = w.id AND e.recorded_at >= n.recorded_at
    """,
    "An entry was recorded while this waited to be recorded: record it again.",
)

POST_SPLITS = steps(
    LOCK_SPLIT=LOCK_SPLIT,
    LOCK_WARRANTS_AND_CALLS="""
    PERFORM 1 FROM warrants_warrant WHERE issuer_id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM warrants_callnotice c JOIN warrants_series s ON s.id = c.series_id
    WHERE s.issuer_id IN (SELECT issuer_id FROM posted) ORDER BY c.id FOR NO KEY UPDATE OF c;
    """,
    _NO_ANSWERS_STAND=_NO_ANSWERS_STAND,
    RECORDED_NOW=RECORDED_NOW,
    _LAST_RECORDED=_LAST_RECORDED,
)


# A call starts without a price, of a series that waits until it is entered.
CALL_STARTS_WITHOUT_A_PRICE = refuse_where(
    """
    SELECT 1 FROM posted n LEFT JOIN warrants_series s ON s.id = n.series_id
    WHERE s.id IS NULL OR n.exercise_price IS NOT NULL OR n.delivered_on < s.opened_on
    """,
    "A call starts without a price, on or after the day on which its series opens.",
)

POST_CALLS = steps(
    LOCK_SERIES="""
    PERFORM 1 FROM warrants_series WHERE id IN (SELECT series_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    """,
    CALL_STARTS_WITHOUT_A_PRICE=CALL_STARTS_WITHOUT_A_PRICE,
    RECORDED_NOW=RECORDED_NOW,
)


def _price(call: str) -> str:
    """SQL for the price that the bid of a call gives, by the splits that are known."""
    return f"""(
        SELECT LEAST(
            ROUND(CASE WHEN {call}.market_price < s.threshold THEN s.low_rate ELSE s.rate END
                  * {call}.closing_bid, 4),
            ROUND(s.cap * {ratio("old", "s.issuer_id", "s.opened_on", f"{call}.bid_on")}
                  / {ratio("new", "s.issuer_id", "s.opened_on", f"{call}.bid_on")}, 4))
        FROM warrants_series s WHERE s.id = {call}.series_id)"""


CALL_PRICE_FOLLOWS_THE_BID = refuse_where(
    "SELECT 1 WHERE NEW.exercise_price IS NOT NULL AND NEW.exercise_price IS DISTINCT FROM "
    f"{_price('NEW')}",
    "The price of a call is the lesser of the cap and its share of the closing bid.",
)

# What the bid gives changes with a split that is learnt late; the bid itself is corrected as one
# person asked and another approved, in the latest such request.
CALL_PRICE_STAYS = refuse_where(
    """
    SELECT 1 WHERE OLD.exercise_price IS NOT NULL AND (
           EXISTS (SELECT 1 FROM warrants_entry e
                   WHERE e.call_id = OLD.id AND e.reverses_id IS NULL AND NOT EXISTS (
                       SELECT 1 FROM warrants_entry v WHERE v.reverses_id = e.id))
        OR NEW.exercise_price IS NULL
        OR ((OLD.closing_bid, OLD.market_price) <> (NEW.closing_bid, NEW.market_price)
            AND NOT EXISTS (
                SELECT 1 FROM (
                    SELECT a.dated, a.asked FROM books_approval a
                    WHERE a.kind = 'call_correction' AND a.subject = OLD.id
                      AND a.decision = 'approved'
                    ORDER BY a.decided_at DESC LIMIT 1) a
                WHERE a.dated = OLD.bid_on
                  AND (a.asked->>'was_bid')::numeric = OLD.closing_bid
                  AND (a.asked->>'was_market_price')::numeric = OLD.market_price
                  AND (a.asked->>'closing_bid')::numeric = NEW.closing_bid
                  AND (a.asked->>'market_price')::numeric = NEW.market_price)))
    """,
    "A priced call stays, but for a correction that one person asked for and another approved, "
    "with no exercise at its price.",
)

#: At commit: a split that is learnt late changes what the cap of its series gives.
CALLS_ARE_PRICED_BY_SPLITS = refuse_where(
    f"""
    SELECT 1 FROM warrants_series s JOIN warrants_callnotice c ON c.series_id = s.id
    WHERE s.issuer_id = NEW.issuer_id AND c.bid_on >= NEW.effective_on
      AND c.exercise_price IS NOT NULL AND c.exercise_price IS DISTINCT FROM {_price("c")}
    """,
    "A call is priced with the cap of its series after the stock splits by its day.",
)

REQUEST_KEEPS_THE_CLOCK = refuse_where(
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

KEEP_REQUESTS = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT NEW.agreement_id"),
    REQUEST_KEEPS_THE_CLOCK=REQUEST_KEEPS_THE_CLOCK,
)
