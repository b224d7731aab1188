"""SQL that keeps sales, deliveries, moves and terms out of the days of a closed period."""

from neoequity.books.chain.sealing import lock_heads
from neoequity.books.periods.closed_days import refuse_closed_days
from neoequity.books.triggers import steps
from placements.models.locking import lock_agreements

# A reversal of what was delivered takes back the settlement, too, on the later of the two days.
SALES_KEEP_OUT = refuse_closed_days("""
    SELECT a.issuer_id, s.trade_date
    FROM posted s JOIN placements_agreement a ON a.id = s.agreement_id
    UNION ALL
    SELECT a.issuer_id, GREATEST(r.trade_date, v.delivered_on)
    FROM posted r JOIN placements_agreement a ON a.id = r.agreement_id
    JOIN placements_delivery v ON v.sale_id = r.reverses_id
""")

DELIVERIES_KEEP_OUT = refuse_closed_days("""
    SELECT a.issuer_id, v.delivered_on
    FROM posted v JOIN placements_sale s ON s.id = v.sale_id
    JOIN placements_agreement a ON a.id = s.agreement_id
""")

_DRAFTED = "FROM posted p JOIN placements_agreement a ON a.id = p.agreement_id"

# The terms are sealed with the first draft: nobody may be writing them over.
DRAFTS_KEEP_OUT = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    LOCK_HEADS=lock_heads(f"SELECT a.issuer_id {_DRAFTED}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT a.issuer_id, p.status_on {_DRAFTED}"),
)

# What a placement left on its old day stays in its history; only the day of a draft is rewritten.
_MOVED = """
    FROM posted m JOIN stood s ON s.id = m.id
    JOIN placements_agreement a ON a.id = m.agreement_id
    CROSS JOIN LATERAL (
        VALUES (m.status_on), (CASE WHEN s.status = m.status THEN s.status_on END)) AS on_ (day)
    WHERE (s.status, s.status_on) <> (m.status, m.status_on) AND on_.day IS NOT NULL
"""

_VERSION = "FROM placements_agreement a WHERE a.id = NEW.agreement_id"

VERSIONS_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads(f"SELECT a.issuer_id {_VERSION}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT a.issuer_id, NEW.effective_on {_VERSION}"),
)

SIGNINGS_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads("NEW.issuer_id"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(
        "VALUES (NEW.issuer_id, OLD.signed_on), (NEW.issuer_id, NEW.signed_on)"
    ),
)

# Every sale updates its placement, too: only a move asks for the head.
MOVES_KEEP_OUT = (
    f"IF EXISTS (SELECT 1 {_MOVED}) THEN\n"
    + steps(
        LOCK_HEADS=lock_heads(f"SELECT a.issuer_id {_MOVED}"),
        REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT a.issuer_id, on_.day {_MOVED}"),
    )
    + "END IF;"
)
