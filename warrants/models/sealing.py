"""How an entry of the register keeps out of closed periods, and is sealed in its issuer's chain."""

from neoequity.books.chain.sealing import DAY, MOMENT, Sealed, lock_heads, says, seal
from neoequity.books.periods.closed_days import refuse_closed_days, refuse_what_waited
from neoequity.books.triggers import steps

ENTRY = Sealed(
    kind="warrant entry",
    table="warrants_entry",
    columns=says(
        "id warrant_id number kind on holder_from_id holder_to_id shares exercise_price "
        "market_price shares_issued cash call_id reverses_id reason recorded_at recorded_by_id",
        on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN warrants_warrant w ON w.id = e.warrant_id",
    issuer="w.issuer_id",
    order="e.warrant_id, e.number",
    name="'Entry ' || e.number || ' of warrant ' || w.number",
    day="e.on",
)

SEAL_ENTRIES = steps(
    LOCK_HEADS=lock_heads(ENTRY.issuers),
    REFUSE_CLOSED_DAYS=refuse_closed_days(
        f"SELECT {ENTRY.issuer}, e.on FROM posted e {ENTRY.joins}"
    ),
    REFUSE_WHAT_WAITED=refuse_what_waited(ENTRY),
    SEAL=seal(ENTRY),
)

_SERIES = "FROM posted n JOIN warrants_series s ON s.id = n.series_id"

CALLS_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads(f"SELECT s.issuer_id {_SERIES}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT s.issuer_id, n.delivered_on {_SERIES}"),
)

# A call is priced as of its bid.
_PRICED = "FROM warrants_series s WHERE s.id = NEW.series_id AND NEW.exercise_price IS NOT NULL"

CALL_PRICES_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads(f"SELECT s.issuer_id {_PRICED}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT s.issuer_id, NEW.bid_on {_PRICED}"),
)
