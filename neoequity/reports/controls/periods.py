"""Period locks, the proof at each closing, and what was recorded late."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from neoequity.books.approvals.rules import spoken
from neoequity.books.days import on_page
from neoequity.books.exporting.copying import query_of
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.models import Closing, Seal
from neoequity.books.periods.checklist import LEDGER
from neoequity.books.periods.late import late_rows
from neoequity.books.periods.rules import open_months
from neoequity.reports.controls.control import Control, Span, counted, sentence
from neoequity.reports.report import Asked, Row, Table

LOCKS, PROOF, LATE = "Period locks", "Proof", "Late entries"
_COLUMNS = (
    Column("period", "Period"),
    Column("closed_on", "Closed on", Kind.DAY),
    Column("closed_by", "Closed by"),
    Column("sealed", "Entries sealed", Kind.NUMBER),
    Column("reopened_on", "Reopened on", Kind.DAY),
    Column("asked_by", "Requested by"),
    Column("approved_by", "Approved by"),
    Column("reason", "Reason"),
)


def closings_of(asked: Asked, span: Span) -> list[Closing]:
    """The closings that hold any day of the period, in order, with their reopenings; one query."""
    rows = Closing.objects.filter(
        span.known("recorded_at"),
        issuer=asked.issuer,
        starts_on__lte=asked.as_of,
        ends_on__gte=asked.since,
    )
    people = ("recorded_by", "reopening__asked_by", "reopening__recorded_by")
    return list(rows.select_related(*people).order_by("number"))


def controls_of(asked: Asked, span: Span, closings: Sequence[Closing]) -> list[Control]:
    """Locks, proof and late entries; two queries."""
    return [*_locks(asked, span, closings), *_proof(closings), _late(span, closings)]


def table_of(span: Span, closings: Sequence[Closing]) -> Table:
    """Each closing, and who asked for and approved its reopening."""
    rows = [_row(each, span) for each in closings]
    return Table("Closings", "Closings and reopenings", _COLUMNS, rows)


def is_reopened(closing: Closing, span: Span) -> bool:
    """Whether it had been reopened by what was known."""
    known = span.known_by
    return closing.is_reopened and (known is None or closing.reopening.recorded_at <= known)


def _row(closing: Closing, span: Span) -> Row:
    closed = (
        on_page(closing.label),
        closing.closed_on,
        spoken(closing.recorded_by.get_username()),
        closing.head_position,
    )
    if not is_reopened(closing, span):
        return (*closed, None, None, None, None)
    again = closing.reopening
    people = (spoken(each.get_username()) for each in (again.asked_by, again.recorded_by))
    return (*closed, again.reopened_on, *people, again.reason)


def _locks(asked: Asked, span: Span, closings: Sequence[Closing]) -> list[Control]:
    again = [each for each in closings if is_reopened(each, span)]
    held = [(each.starts_on, each.ends_on) for each in closings if each not in again]
    still_open = open_months(asked.since, asked.as_of + timedelta(days=1), held)
    names = ", ".join(on_page(month.label) for month in still_open)
    return [
        Control(
            LOCKS,
            "Closings",
            "Nothing dated in a closed month or quarter is entered or changed.",
            "piece REFUSE_CLOSED_DAYS in the triggers of every kind of record",
            sentence(counted(len(closings), "closing"))
            + (f" Over and not closed: {names}." if names else ""),
            len(closings),
            len(still_open),
        ),
        Control(
            LOCKS,
            "Reopenings",
            "A period is reopened as one person asked for it and another approved it, with a "
            "reason.",
            "constraint nobody_approves_a_reopening_of_their_own",
            sentence(counted(len(again), "reopening")),
            len(closings),
            len(again),
        ),
    ]


def _proof(closings: Sequence[Closing]) -> list[Control]:
    proved = [(each, _ledger_item(each)) for each in closings]
    wrong = [closing for closing, item in proved if item is None or item["found"]]
    last = proved[-1][1] if proved else None
    moved = _heads_that_moved(closings)
    heads = "No closing stored a head."
    if closings:
        head = closings[-1]
        stands = f"{counted(len(moved), 'head')} moved" if moved else "every head still stands"
        heads = f"At the last closing {head.head_position:,} entries, {head.head_digest}; {stands}."
    return [
        Control(
            PROOF,
            "Proof of the ledger",
            "Every closing recalculates the stored figures from the rows, looks for every guard "
            "and walks the chain; a period whose books do not agree is not closed.",
            "action close_period",
            str(last["sentence"]) if last else "No closing, so no proof was stored.",
            len(closings),
            len(wrong),
        ),
        Control(
            PROOF,
            "Chain of seals",
            "Each entry is sealed by a SHA-256 over the digest before it; a closing stores the "
            "head, which covers every entry up to then.",
            "piece SEAL in the triggers of every kind of record",
            heads,
            len(closings),
            len(moved),
        ),
    ]


def _ledger_item(closing: Closing) -> dict[str, object] | None:
    return next((item for item in closing.checklist if item["topic"] == LEDGER), None)


def _heads_that_moved(closings: Sequence[Closing]) -> list[Closing]:
    """The closings whose head is not in the chain any more; one query."""
    heads = {each.head_position: each for each in closings if each.head_position}
    if not heads:
        return []
    seals = Seal.objects.filter(
        Q(head__issuer=closings[0].issuer_id), position__in=list(heads)
    ).values_list("position", "digest")
    digests = dict(seals)
    return [each for place, each in heads.items() if digests.get(place) != each.head_digest]


def _late(span: Span, closings: Sequence[Closing]) -> Control:
    number = _late_count(span, closings)
    return Control(
        LATE,
        "Entries after a closing",
        "What is recorded after a closing and concerns its period or the figures to date is listed "
        "with the closing.",
        "page and file of late changes of each closing",
        sentence(counted(number, "entry recorded late", "entries recorded late")),
        len(closings),
        number,
    )


def _late_count(span: Span, closings: Sequence[Closing]) -> int:
    """How many rows were recorded after the closings that they concern; one query."""
    if not closings:
        return 0
    first, *others = [late_rows(each).order_by() for each in closings]
    rows = query_of(first.union(*others, all=True) if others else first)
    count = f"SELECT count(*) FROM ({rows.sql}) AS late (late_at, b, c, d, e, f, g, h)"  # noqa: S608  # no input
    known = ([span.known_by], " WHERE late_at <= %s") if span.known_by else ([], "")
    with connection.cursor() as cursor:
        cursor.execute(count + known[1], [*rows.params, *known[0]])
        return int(cursor.fetchone()[0])
