"""The register's triggers on stock splits."""

from neoequity.books.triggers import RECORDED_NOW, after_insert, at_commit, refuse_where, steps
from placements.triggers.split import LOCK_SPLIT
from warrants.triggers.approved import SPLITS_ARE_APPROVED
from warrants.triggers.call_notice import call_price
from warrants.triggers.register import splits_are_followed

# An exercise is in shares of its call, whose price comes from the market of its day.
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
    SPLITS_ARE_APPROVED=SPLITS_ARE_APPROVED,
    _NO_ANSWERS_STAND=_NO_ANSWERS_STAND,
    RECORDED_NOW=RECORDED_NOW,
    _LAST_RECORDED=_LAST_RECORDED,
)

#: At commit: a split recorded late changes the cap of a series.
CALLS_ARE_PRICED_BY_SPLITS = refuse_where(
    f"""
    SELECT 1 FROM warrants_series s JOIN warrants_callnotice c ON c.series_id = s.id
    WHERE s.issuer_id = NEW.issuer_id AND c.bid_on >= NEW.effective_on
      AND c.exercise_price IS NOT NULL AND c.exercise_price IS DISTINCT FROM {call_price("c")}
    """,
    "A call is priced with the cap of its series after the stock splits by its day.",
)

SPLIT_TRIGGERS = [
    # Runs before the placements' rule on the same statement, whose last lock is the head.
    after_insert("splits_are_posted", POST_SPLITS),
    at_commit(
        "splits_adjust_every_warrant",
        splits_are_followed("SELECT id FROM warrants_warrant WHERE issuer_id = NEW.issuer_id"),
    ),
    at_commit("splits_adjust_the_caps_of_calls", CALLS_ARE_PRICED_BY_SPLITS),
]
