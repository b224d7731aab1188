"""What the database keeps of statements: each with all of its lines, and with its file."""

from neoequity.books.triggers import at_commit, refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns
from neoequity.statements.triggers import lock_senders
from neoequity.statements.triggers.statement_line import lines_digest

STATEMENT = Sealed(
    kind="statement",
    table="statements_statement",
    columns=sealed_columns(
        "id recorded_at recorded_by_id sender_id layout_id format account received_on first_day "
        "last_day opening closing line_count same_count lines_digest file_name sha256",
        received_on=DAY,
        first_day=DAY,
        last_day=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN statements_sender s ON s.id = e.sender_id",
    issuer="s.issuer_id",
    order="e.id",
    name="'Statement ' || e.id || ' of ' || s.name",
    day="e.received_on",
)

#: The lines stand before their statement does, so that what is counted here is all there will be.
WITH_ITS_LINES = refuse_where(
    f"""
    SELECT 1 FROM posted p
    WHERE p.line_count <> (
              SELECT count(*) FROM statements_statementline l
              WHERE l.statement_id = p.id AND l.sender_id = p.sender_id
                AND l.account = p.account AND l.day BETWEEN p.first_day AND p.last_day)
       OR p.lines_digest <> {lines_digest("p.id")}
    """,
    "A statement is posted with all of its lines, each of its account and period, and with the "
    "digest of them.",
)

BY_ITS_SENDERS_LAYOUT = refuse_where(
    """
    SELECT 1 FROM posted p JOIN statements_layout l ON l.id = p.layout_id
    WHERE l.sender_id <> p.sender_id OR l.content::jsonb ->> 'format' <> p.format
    """,
    "A statement is read by a layout of its sender.",
)

WITH_ITS_FILE = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM books_recordattachment a JOIN books_document d ON d.id = a.document_id
        WHERE a.sealed_as = 'statement' AND a.entry = NEW.id AND d.sha256 = NEW.sha256)
    """,
    "A statement is kept with the file that it was read from.",
)

STATEMENT_TRIGGERS = [
    *posted_once(
        STATEMENT,
        dated="received_on",
        plural="statements",
        LOCK_SENDERS=lock_senders("SELECT sender_id FROM posted"),
        BY_ITS_SENDERS_LAYOUT=BY_ITS_SENDERS_LAYOUT,
        WITH_ITS_LINES=WITH_ITS_LINES,
    ),
    at_commit("a_statement_has_its_file", WITH_ITS_FILE),
]
