"""What the database keeps of matches: both sides agree, and nothing is matched twice."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns
from neoequity.statements.triggers import lock_senders
from neoequity.statements.triggers.match_part import DIGEST
from neoequity.statements.triggers.quantities import beyond
from placements.triggers.locking import lock_agreements

MATCH = Sealed(
    kind="match",
    table="statements_match",
    columns=sealed_columns(
        "id recorded_at recorded_by_id issuer_id side accepted_on explanation parts_digest "
        "undoes_id reason",
        accepted_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Match ' || e.id",
    day="e.accepted_on",
)

#: The parts that a match takes, or that undoing it gives back.
_TOUCHED = "posted e JOIN statements_matchpart p ON p.match_id = COALESCE(e.undoes_id, e.id)"
LOCK_AGREEMENTS = lock_agreements(
    f"""
    SELECT s.agreement_id FROM {_TOUCHED} JOIN placements_sale s ON s.id = p.entry_id
    UNION SELECT r.agreement_id FROM {_TOUCHED} JOIN placements_receipt r ON r.id = p.receipt_id
    """
)
LOCK_SENDERS = lock_senders(
    f"SELECT l.sender_id FROM {_TOUCHED} JOIN statements_statementline l ON l.id = p.line_id"
)

#: The parts of the matches just posted.
_PARTS = """
    SELECT p.match_id, e.issuer_id, e.side, p.line_id, p.entry_id, p.receipt_id, p.amount, p.shares
    FROM posted e JOIN statements_matchpart p ON p.match_id = e.id"""

WITH_ITS_PARTS = refuse_where(
    f"""
    SELECT 1 FROM posted e LEFT JOIN (
        SELECT p.match_id, {DIGEST} AS digest FROM statements_matchpart p
        WHERE p.match_id IN (SELECT id FROM posted) GROUP BY p.match_id
    ) d ON d.match_id = e.id
    WHERE e.parts_digest <> COALESCE(d.digest, encode(sha256(''::bytea), 'hex'))
       OR (e.undoes_id IS NULL) <> (d.match_id IS NOT NULL)
    """,
    "A match is posted with its parts and the digest of them; one that undoes another has none.",
)

# Not in one statement with it: what is undone is not held against what is left.
UNDOING_FOLLOWS_ITS_MATCH = refuse_where(
    """
    SELECT 1 FROM posted e LEFT JOIN statements_match m ON m.id = e.undoes_id
    WHERE e.undoes_id IS NOT NULL AND (
          m.id IS NULL
       OR m.undoes_id IS NOT NULL
       OR m.issuer_id <> e.issuer_id
       OR m.side <> e.side
       OR m.accepted_on > e.accepted_on
       OR m.id IN (SELECT id FROM posted))
    """,
    "A match is undone by a later one of its own side and issuer, not before its day.",
)

OF_ITS_SIDE = refuse_where(
    f"""
    SELECT 1 FROM ({_PARTS}) p
    WHERE (p.receipt_id IS NOT NULL AND p.side <> 'bank')
       OR (p.entry_id IS NOT NULL AND p.side = 'bank' AND EXISTS (
              SELECT 1 FROM statements_matchpart o
              WHERE o.match_id = p.match_id AND o.entry_id IS NULL))
    """
    f"""
    UNION ALL
    SELECT 1 FROM ({_PARTS}) p
    LEFT JOIN statements_statementline l ON l.id = p.line_id AND l.side = p.side
    LEFT JOIN statements_sender o ON o.id = l.sender_id AND o.issuer_id = p.issuer_id
    WHERE p.line_id IS NOT NULL AND o.id IS NULL
    UNION ALL
    SELECT 1 FROM ({_PARTS}) p
    LEFT JOIN placements_sale s ON s.id = p.entry_id
    LEFT JOIN placements_receipt r ON r.id = p.receipt_id
    LEFT JOIN placements_agreement a ON a.issuer_id = p.issuer_id
        AND a.id = COALESCE(s.agreement_id, r.agreement_id)
    WHERE p.line_id IS NULL AND a.id IS NULL
    """,
    "A match is of lines and entries of its side and issuer; a bank's lines are matched with "
    "receipts, and its entries only cancel out.",
)

BOTH_SIDES_AGREE = refuse_where(
    f"""
    SELECT 1 FROM ({_PARTS}) p GROUP BY p.match_id
    HAVING SUM(CASE WHEN p.line_id IS NULL THEN -p.amount ELSE p.amount END) <> 0
        OR SUM(CASE WHEN p.line_id IS NULL THEN -p.shares ELSE p.shares END) <> 0
    """,
    "Both sides of a match add up to the same dollars and shares.",
)

#: Its parts are what it pays, and whose are they if half of it is matched?
RECEIPTS_WHOLE = refuse_where(
    f"""
    SELECT 1 FROM ({_PARTS}) p JOIN placements_receipt r ON r.id = p.receipt_id
    WHERE p.amount <> r.amount
    """,
    "A receipt is matched whole.",
)

NO_LINE_TWICE, NO_ENTRY_TWICE, NO_RECEIPT_TWICE = (
    refuse_where(
        beyond(column, f"{_PARTS} WHERE p.{column} IS NOT NULL"),
        f"No {name} is matched beyond what is left of it.",
    )
    for column, name in (("line_id", "line"), ("entry_id", "entry"), ("receipt_id", "receipt"))
)

MATCH_TRIGGERS = posted_once(
    MATCH,
    dated="accepted_on",
    plural="matches",
    LOCK_AGREEMENTS=LOCK_AGREEMENTS,
    LOCK_SENDERS=LOCK_SENDERS,
    WITH_ITS_PARTS=WITH_ITS_PARTS,
    UNDOING_FOLLOWS_ITS_MATCH=UNDOING_FOLLOWS_ITS_MATCH,
    OF_ITS_SIDE=OF_ITS_SIDE,
    BOTH_SIDES_AGREE=BOTH_SIDES_AGREE,
    RECEIPTS_WHOLE=RECEIPTS_WHOLE,
    NO_LINE_TWICE=NO_LINE_TWICE,
    NO_ENTRY_TWICE=NO_ENTRY_TWICE,
    NO_RECEIPT_TWICE=NO_RECEIPT_TWICE,
)
