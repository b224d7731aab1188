"""What the database keeps of accepted differences: approved, and within what is left."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once, refuse_unapproved
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns
from neoequity.statements.triggers import lock_senders
from neoequity.statements.triggers.quantities import WHOLES, beyond
from placements.triggers.locking import lock_agreements

ACCEPTED_DIFFERENCE = Sealed(
    kind="accepteddifference",
    table="statements_accepteddifference",
    columns=sealed_columns(
        "id recorded_at recorded_by_id issuer_id side kind line_id entry_id agreement_id amount "
        "shares accepted_on reason undoes_id approval_id",
        accepted_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Accepted difference ' || e.id",
    day="e.accepted_on",
)

_COLUMNS = ("line_id", "entry_id")

OF_ITS_SIDE = refuse_where(
    "\nUNION ALL\n".join(
        f"""
        SELECT 1 FROM posted e LEFT JOIN {WHOLES[column]} w
            ON w.id = e.{column} AND w.side = e.side AND w.issuer_id = e.issuer_id
        WHERE e.{column} IS NOT NULL AND w.id IS NULL"""
        for column in _COLUMNS
    )
    + """
    UNION ALL
    SELECT 1 FROM posted e JOIN placements_sale s ON s.id = e.entry_id
    WHERE e.agreement_id IS DISTINCT FROM s.agreement_id
    UNION ALL
    SELECT 1 FROM posted e JOIN placements_agreement a ON a.id = e.agreement_id
    WHERE a.issuer_id <> e.issuer_id
    """,
    "A difference is accepted for a line or an entry of its side and issuer, under the agreement "
    "of the entry.",
)

# Not in one statement with it: what is undone is not held against what is left.
UNDOING_MIRRORS_ITS_DIFFERENCE = refuse_where(
    """
    SELECT 1 FROM posted e LEFT JOIN statements_accepteddifference d ON d.id = e.undoes_id
    WHERE e.undoes_id IS NOT NULL AND (
          d.id IS NULL
       OR d.undoes_id IS NOT NULL
       OR (d.issuer_id, d.side, d.kind, d.amount, d.shares)
          <> (e.issuer_id, e.side, e.kind, -e.amount, -e.shares)
       OR d.line_id IS DISTINCT FROM e.line_id
       OR d.entry_id IS DISTINCT FROM e.entry_id
       OR d.agreement_id IS DISTINCT FROM e.agreement_id
       OR d.accepted_on > e.accepted_on
       OR d.id IN (SELECT id FROM posted))
    """,
    "An accepted difference is undone by a later one that negates it, not before its day.",
)

WITHIN_WHAT_IS_LEFT = refuse_where(
    "\nUNION ALL\n".join(
        beyond(
            column,
            f"SELECT {column}, side, amount, shares FROM posted "
            f"WHERE undoes_id IS NULL AND {column} IS NOT NULL",
        )
        for column in _COLUMNS
    ),
    "No difference is accepted beyond what is left of its line or entry.",
)

AS_APPROVED = refuse_unapproved(
    "accepteddifference",
    "A difference is accepted as one person asked for it and another approved it.",
    subject="e.id",
    dated="e.accepted_on",
    issuer_id="e.issuer_id::text",
    side="e.side",
    kind="e.kind",
    line_id="e.line_id::text",
    entry_id="e.entry_id::text",
    agreement_id="e.agreement_id::text",
    amount="e.amount::text",
    shares="e.shares::text",
    reason="e.reason",
    undoes_id="e.undoes_id::text",
)

ACCEPTED_DIFFERENCE_TRIGGERS = posted_once(
    ACCEPTED_DIFFERENCE,
    dated="accepted_on",
    plural="accepted differences",
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    LOCK_SENDERS=lock_senders(
        "SELECT l.sender_id FROM posted e JOIN statements_statementline l ON l.id = e.line_id"
    ),
    OF_ITS_SIDE=OF_ITS_SIDE,
    UNDOING_MIRRORS_ITS_DIFFERENCE=UNDOING_MIRRORS_ITS_DIFFERENCE,
    WITHIN_WHAT_IS_LEFT=WITHIN_WHAT_IS_LEFT,
    AS_APPROVED=AS_APPROVED,
)
