"""SQL that keeps every row out of the days of a closed period."""

from neoequity.books.triggers import refuse_where
from placements.models.locking import lock_agreements
from placements.models.sealing import Sealed, lock_heads

#: A closing `c` holds until it is reopened.
STANDS = "NOT EXISTS (SELECT 1 FROM placements_reopening r WHERE r.closing_id = c.id)"

# Written like neoequity.books.periods.rules.Lock.sentence.
_SENTENCE = """
    c.label || ' of ' || i.name || ' was closed by ' || u.username || ' on '
    || to_char(c.closed_on, 'FMDD Mon YYYY') || ' (closing ' || c.number || '): nothing dated '
    || to_char(d.day, 'FMDD Mon YYYY') || ' is entered or changed until it is reopened.'"""


def refuse_closed_days(rows: str) -> str:
    """SQL that refuses the first of the query's rows (issuer, day) that lies in a closed period.

    It stands behind the lock of the issuers' heads, so that nobody closes the period meanwhile.
    """
    locked = f"""
        FROM (SELECT DISTINCT * FROM ({rows}) AS n) AS d (issuer_id, day)
        JOIN placements_closing c ON c.issuer_id = d.issuer_id
            AND d.day BETWEEN c.starts_on AND c.ends_on
        JOIN placements_issuer i ON i.id = c.issuer_id
        JOIN auth_user u ON u.id = c.recorded_by_id
        WHERE {STANDS}"""
    return f"""
    IF EXISTS (SELECT 1 {locked}) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = (SELECT {_SENTENCE} {locked} ORDER BY d.day, c.number LIMIT 1);
    END IF;
"""


def refuse_what_waited(entries: Sealed) -> str:
    """SQL that refuses rows whose statement began before the last closing, and waited for it.

    For whoever asks what was known when a period was closed, nothing may be added to that moment.
    """
    return refuse_where(
        f"""
        SELECT 1 FROM posted e {entries.joins}
        JOIN placements_closing k ON k.issuer_id = {entries.issuer}
            AND k.recorded_at >= e.recorded_at
        """,
        "A period was closed while this waited to be recorded: record it again.",
    )


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
DRAFTS_KEEP_OUT = (
    lock_agreements("SELECT agreement_id FROM posted")
    + lock_heads(f"SELECT a.issuer_id {_DRAFTED}")
    + refuse_closed_days(f"SELECT a.issuer_id, p.status_on {_DRAFTED}")
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

VERSIONS_KEEP_OUT = lock_heads(f"SELECT a.issuer_id {_VERSION}") + refuse_closed_days(
    f"SELECT a.issuer_id, NEW.effective_on {_VERSION}"
)

SIGNINGS_KEEP_OUT = lock_heads("NEW.issuer_id") + refuse_closed_days(
    "VALUES (NEW.issuer_id, OLD.signed_on), (NEW.issuer_id, NEW.signed_on)"
)

# Every sale updates its placement, too: only a move asks for the head.
MOVES_KEEP_OUT = (
    f"IF EXISTS (SELECT 1 {_MOVED}) THEN "
    + lock_heads(f"SELECT a.issuer_id {_MOVED}")
    + refuse_closed_days(f"SELECT a.issuer_id, on_.day {_MOVED}")
    + "END IF;"
)
