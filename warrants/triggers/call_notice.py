"""The triggers of calls: how a call begins, and how its price is set."""

import pgtrigger

from neoequity.books.triggers import RECORDED_NOW, after_insert, refuse, refuse_where, rule, steps
from neoequity.books.triggers.closed_days import refuse_closed_days
from neoequity.books.triggers.sealing import lock_heads
from neoequity.books.triggers.tracking import history_guard
from warrants.triggers.ratio import ratio

# Inserting a call locks its series first.
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

_SERIES = "FROM posted n JOIN warrants_series s ON s.id = n.series_id"

CALLS_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads(f"SELECT s.issuer_id {_SERIES}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT s.issuer_id, n.delivered_on {_SERIES}"),
)


def call_price(call: str) -> str:
    """SQL for the price that follows from the bid of a call, by the splits known."""
    return f"""(
        SELECT LEAST(
            ROUND(CASE WHEN {call}.market_price < s.threshold THEN s.low_rate ELSE s.rate END
                  * {call}.closing_bid, 4),
            ROUND(s.cap * {ratio("old", "s.issuer_id", "s.opened_on", f"{call}.bid_on")}
                  / {ratio("new", "s.issuer_id", "s.opened_on", f"{call}.bid_on")}, 4))
        FROM warrants_series s WHERE s.id = {call}.series_id)"""


CALL_PRICE_FOLLOWS_THE_BID = refuse_where(
    "SELECT 1 WHERE NEW.exercise_price IS NOT NULL AND NEW.exercise_price IS DISTINCT FROM "
    f"{call_price('NEW')}",
    "The price of a call is the lesser of the cap and its share of the closing bid.",
)

# A split recorded late changes the price that follows from the bid; the bid itself is corrected
# as the latest approved request says.
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

# A call is priced as of its bid.
_PRICED = "FROM warrants_series s WHERE s.id = NEW.series_id AND NEW.exercise_price IS NOT NULL"

CALL_PRICES_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads(f"SELECT s.issuer_id {_PRICED}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT s.issuer_id, NEW.bid_on {_PRICED}"),
)

CALL_NOTICE_TRIGGERS = [
    history_guard(),
    refuse(
        "calls_keep_their_days",
        pgtrigger.Update,
        "A call keeps its series and its days.",
        "(OLD.id, OLD.series_id, OLD.delivered_on, "
        "OLD.bid_on, OLD.recorded_at, OLD.recorded_by_id) <> (NEW.id, NEW.series_id, "
        "NEW.delivered_on, NEW.bid_on, NEW.recorded_at, NEW.recorded_by_id)",
    ),
    refuse("calls_stay", pgtrigger.Delete, "A call notice is never deleted."),
    rule(
        "priced_calls_stay",
        pgtrigger.Update,
        CALL_PRICE_STAYS + " RETURN NEW;",
        when=pgtrigger.Before,
    ),
    rule(
        "the_price_follows_the_bid",
        pgtrigger.Update,
        steps(
            CALL_PRICE_FOLLOWS_THE_BID=CALL_PRICE_FOLLOWS_THE_BID,
            CALL_PRICES_KEEP_OUT=CALL_PRICES_KEEP_OUT,
        )
        + "RETURN NEW;",
        when=pgtrigger.Before,
    ),
    after_insert("calls_start_without_a_price", steps(POST_CALLS, CALLS_KEEP_OUT)),
]
