"""Statements as a kind of record; the digest in their seal covers their lines."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Documents, RecordKind
from neoequity.books.models import Closing
from neoequity.books.periods.late import joined_text, recorded_after
from neoequity.books.proof.check import Check
from neoequity.statements.actions.statements import FILE, record_statement
from neoequity.statements.models import Statement
from neoequity.statements.rights import RECORD_STATEMENTS
from neoequity.statements.triggers.statement import STATEMENT
from neoequity.statements.triggers.statement_line import lines_digest

_WITH_ITS_LINES = Check(
    "statements of others",
    "as its lines are",
    f"""
    SELECT * FROM (
        SELECT 'Statement ' || p.id || ' of ' || s.name, 'the SHA-256 of the lines',
               p.lines_digest::text, {lines_digest("p.id")} AS digest, s.issuer_id, p.received_on
        FROM statements_statement p JOIN statements_sender s ON s.id = p.sender_id
    ) AS stated (name, what, stored, digest, issuer_id, received_on)
    WHERE stored <> digest
    """,  # noqa: S608  # put together from constants
)


def _told() -> QuerySet[Any]:
    return Statement.objects.annotate(
        told=Concat(
            *(Value("statement of "), F("sender__name"), Value(" for ")),
            *(Coalesce(Plain("first_day"), Value("no day")), Value(" to ")),
            *(Coalesce(Plain("last_day"), Value("no day")), Value(" recorded: ")),
            *(Plain("line_count"), Value(" new, "), Plain("same_count"), Value(" booked already")),
            output_field=CharField(),
        ),
        act=Value(record_statement.__name__),
        why=F("file_name"),
    )


def _late(closing: Closing) -> QuerySet[Any, Any]:
    """What became known of a closed period after its closing: by the last day of the file."""
    return recorded_after(
        closing,
        Statement.objects.all(),
        issuer="sender__issuer",
        dated="last_day",
        entry=joined_text(Value("Statement "), F("id")),
        of="sender__name",
    )


STATEMENTS = (
    RecordKind(
        Statement,
        rights=(RECORD_STATEMENTS,),
        pages="statements:statements",
        admin="neoequity.statements.admin.StatementAdmin",
        documents=Documents({FILE: "Statement as it came"}),
        dataset="statements",
        tells=_told,
        seal=STATEMENT,
        dated="received_on",
        late=_late,
        proof=(_WITH_ITS_LINES,),
    ),
)
