"""What the database keeps of layouts: each version as one person asked and another approved."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import refuse_unapproved
from neoequity.books.triggers.sealing import MOMENT, Sealed, sealed_columns
from neoequity.statements.triggers import kept_once, lock_senders

LAYOUT = Sealed(
    kind="layout",
    table="statements_layout",
    columns=sealed_columns(
        "id recorded_at recorded_by_id sender_id name version content approval_id",
        recorded_at=MOMENT,
    ),
    joins="JOIN statements_sender s ON s.id = e.sender_id",
    issuer="s.issuer_id",
    order="e.id",
    name="'Layout ' || e.name || ' of ' || s.name || ', version ' || e.version",
)

ONE_AFTER_ANOTHER = refuse_where(
    """
    SELECT 1 FROM posted e WHERE e.version <> (
        SELECT count(*) FROM statements_layout l
        WHERE l.sender_id = e.sender_id AND l.name = e.name AND l.id <= e.id)
    """,
    "The versions of a layout follow one another.",
)

AS_APPROVED = refuse_unapproved(
    "layout",
    "A layout is kept as one person asked for it and another approved it.",
    subject="e.id",
    sender_id="e.sender_id::text",
    name="e.name",
    version="e.version::text",
    content="e.content",
)

LAYOUT_TRIGGERS = kept_once(
    LAYOUT,
    plural="layouts",
    LOCK_SENDERS=lock_senders("SELECT sender_id FROM posted"),
    ONE_AFTER_ANOTHER=ONE_AFTER_ANOTHER,
    AS_APPROVED=AS_APPROVED,
)
