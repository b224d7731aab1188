"""What the database keeps of the lines of statements, which their statement's seal covers."""

import pgtrigger

from neoequity.books.triggers import (
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.sealing import DAY, sealed_columns
from neoequity.statements.triggers import lock_senders
from placements.terms.reference import LEADING_ZEROS, SEPARATORS

_COLUMNS = sealed_columns(
    "id statement_id sender_id side account number day kind text reference reference_key place "
    "shares price gross commission fees net amount settles_on cancels",
    day=DAY,
    settles_on=DAY,
)
_TEXTS = ", ".join(form.format(column) for column, form in _COLUMNS.items())


def lines_digest(statement: str) -> str:
    """SQL for the SHA-256 of a statement's lines, each a JSON array of texts, joined by newlines.

    `statement` is SQL for the statement's id. docs/chain.md tells how to calculate it elsewhere.
    """
    return f"""(
        SELECT encode(sha256(convert_to(COALESCE(string_agg(
            json_build_array({_TEXTS})::text, E'\\n' ORDER BY e.id), ''), 'UTF8')), 'hex')
        FROM statements_statementline e WHERE e.statement_id = {statement})"""


# `placements.terms.reference.reference_key`; the collation makes it the same in every locale.
_KEY = (
    f"regexp_replace(btrim(regexp_replace(lower(reference COLLATE \"C\"), '{SEPARATORS}', '-', "
    f"'g'), '-'), '{LEADING_ZEROS}', '', 'g')"
)

#: Lower case of other letters is left to Python, which knows more of them.
WITH_ITS_KEY = refuse_where(
    f"""
    SELECT 1 FROM posted
    WHERE reference ~ '^[ -~]*$'
      AND reference_key <> COALESCE(NULLIF({_KEY}, ''), reference)
    """,
    "The key of a line is that of its reference.",
)

OF_ITS_SENDER = refuse_where(
    """
    SELECT 1 FROM posted p JOIN statements_sender s ON s.id = p.sender_id WHERE s.side <> p.side
    """,
    "A line is of the side of its sender.",
)

BEFORE_ITS_STATEMENT = refuse_where(
    "SELECT 1 FROM posted p JOIN statements_statement s ON s.id = p.statement_id",
    "Lines are posted with their statement; it takes none afterwards.",
)

_STAY = "Lines of statements are never changed or deleted once they are posted."

STATEMENT_LINE_TRIGGERS = [
    refuse_truncate("lines_are_not_truncated", _STAY),
    refuse("lines_stay", pgtrigger.Update | pgtrigger.Delete, _STAY),
    after_insert(
        "lines_are_posted",
        steps(
            LOCK_SENDERS=lock_senders("SELECT sender_id FROM posted"),
            BEFORE_ITS_STATEMENT=BEFORE_ITS_STATEMENT,
            OF_ITS_SENDER=OF_ITS_SENDER,
            WITH_ITS_KEY=WITH_ITS_KEY,
        ),
    ),
]
