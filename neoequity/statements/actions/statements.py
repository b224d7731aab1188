"""Record a statement: the file, the statement and all of its new lines, or nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.actions import attach_kept, keep
from neoequity.books.documents.rules import examine, reasons_against_size
from neoequity.books.inserting import insert_rows
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import refuse_if_any
from neoequity.company.actions.keeping import next_key
from neoequity.statements.actions.considering import Considered, choose, compared
from neoequity.statements.actions.senders import lock_sender
from neoequity.statements.models import Sender, Statement, StatementLine
from neoequity.statements.terms.identity import NEW, figures_of, key_of
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.reading import read
from neoequity.statements.triggers.statement_line import lines_digest

#: As large as a file of sales that is imported.
MOST_BYTES = 20_000_000
FILE = "file"

_COPIED = (
    *("statement_id", "sender_id", "side", "account", "number", "day", "kind", "text"),
    *("reference", "reference_key", "place", "shares", "price", "gross", "commission", "fees"),
    *("net", "amount", "settles_on", "cancels"),
)


class Recorded(NamedTuple):
    """The statement, and what its file was to the books before."""

    statement: Statement
    considered: Considered


@action(needs="statements.add_statement", told="Recorded a statement")
def record_statement(
    sender: Sender, *, layout: str, file_name: str, content: bytes, by: User, today: date
) -> Recorded:
    """Read a file of a sender by the layout or format of this name, and record all that is new.

    Raises Refused with every reason: a bad line, a line that contradicts one that is booked, a file
    that is known already, a closed day. Then nothing of the file is kept.
    """
    refuse_if_any(reasons_against_size(len(content), MOST_BYTES))
    stated = read(content, choose(sender, layout).terms)  # takes longest, so before the lock
    examined = examine(file_name, content, most=MOST_BYTES, as_sent=True)
    lock_sender(sender)
    considered = compared(sender, choose(sender, layout), stated, today=today)
    refuse_if_any(considered.reasons)
    stated, key = considered.stated, next_key(Statement)
    _insert(key, considered)
    digest = _digest(key)
    lock_periods([sender.issuer_id])  # held by the whole issuer's postings, so not before
    refuse_if_any(reasons_against_days(sender.issuer_id, [today]))
    statement = Statement.objects.create(
        pk=key,
        sender=sender,
        layout=considered.chosen.layout,
        format=considered.chosen.terms.format,
        account=stated.account,
        received_on=today,
        first_day=stated.first_day,
        last_day=stated.last_day,
        opening=stated.opening,
        closing=stated.closing,
        line_count=len(considered.new),
        same_count=considered.same,
        lines_digest=digest,
        file_name=examined.name,
        sha256=stated.sha256,
        recorded_by=by,
    )
    statement.refresh_from_db(fields=["recorded_at"])
    document, _ = keep(file_name, content, as_sent=True, most=MOST_BYTES)
    attach_kept(statement, document, kind=FILE, name=examined.name, by=by)
    return Recorded(statement, considered)


def _insert(statement: int, considered: Considered) -> None:
    """Insert the new lines in the order of the file: they are posted together."""
    insert_rows(StatementLine, _COPIED, _rows(statement, considered))


def _digest(statement: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lines_digest('%s')}", [statement])
        digest: str = cursor.fetchone()[0]
        return digest


def _rows(statement: int, considered: Considered) -> Iterator[tuple[object, ...]]:
    """The columns of each new line."""
    sender, account = considered.sender.pk, considered.stated.account
    for line, place in _with_places(considered):
        key = key_of(line.reference)
        yield (
            *(statement, sender, line.side, account, line.number, line.day, line.kind, line.text),
            *(line.reference or "", key, place, line.shares, line.price, line.gross),
            *(line.commission, line.fees, line.net, line.amount, line.settles_on),
            line.cancels or "",
        )


def _with_places(considered: Considered) -> Iterator[tuple[Line, int]]:
    """The new lines, those without a reference each with its place among its equals.

    A booked line answers to the first of its equals in the file, so new ones come after them.
    """
    places: Counter[tuple[object, ...]] = Counter()
    for line, verdict, *_ in considered.comparison.lines:
        if not line.reference:
            places[figures_of(line)] += 1
        if verdict == NEW:
            yield line, 1 if line.reference else places[figures_of(line)]
