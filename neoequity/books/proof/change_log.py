"""Verification of the change log: its digests, and the rows against what it has of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from neoequity.books.models import ChangeLog, LoggedChange
from neoequity.books.proof.difference import Difference
from neoequity.books.proof.proving import MOST_OF_A_KIND, Proof
from neoequity.books.proof.reached import ORIGIN, Link, Reached, digest_of
from neoequity.books.snapshot import one_snapshot
from neoequity.books.triggers.change_log import Logged

_CHANGES = """
    SELECT s.position, s.kind, s.entry, s.digest, s.fields, CASE s.kind {rows} END, c.metadata
    FROM books_loggedchange s LEFT JOIN pghistory_context c ON c.id = s.context_id
    WHERE s.position > %s ORDER BY s.position
"""
_ROW = "WHEN '{kind}' THEN (SELECT {fields} FROM {table} e WHERE e.{key} = s.entry)"

_NOT_LOGGED = """
    SELECT e.{key} FROM {table} e WHERE {newer} AND NOT EXISTS (
        SELECT 1 FROM books_loggedchange s WHERE s.kind = '{kind}' AND s.entry = e.{key})
    ORDER BY 1 LIMIT {most}
"""


_NEWER = """
    e.{key} > (SELECT COALESCE(max(s.entry), 0) FROM books_loggedchange s
               WHERE s.kind = '{kind}' AND s.position <= {position})
"""


class _Change(NamedTuple):
    """A change as it was sealed in `fields`, with its row and context as they are now."""

    position: int
    kind: str
    entry: int
    digest: str
    fields: str
    row: dict[str, Any] | None
    context: str | None


def prove_log(kinds: Sequence[Logged], since: Reached = ORIGIN) -> Proof:
    """Verify the change log, and look for changes that it does not have.

    Goes on from where an earlier proof got, `since`, and looks at nothing before.
    In a transaction that has written itself (a test) these writes are sealed first.
    """
    with one_snapshot():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        head = ChangeLog.objects.first() or ChangeLog(length=0, digest=ORIGIN.log.digest)
        changes = _changes(kinds, since.log)
        faults = [*islice(_faults(head, changes, kinds, since.log), MOST_OF_A_KIND + 1)]
        if len(faults) > MOST_OF_A_KIND:
            faults[-1] = "And more of this kind: the change log."
        faults += _not_as_proven(since.log)
        for kind in kinds:
            faults += _not_logged(kind, since.log)
        number = head.length - since.log.position
        counted = (
            f"{number:,} change{'s'[: number != 1]} in the change log, whose head is {head.digest}"
        )
        return Proof([*map(Difference, faults)], counted, constraints=0, triggers=0)


def _changes(kinds: Sequence[Logged], after: Link) -> Iterator[_Change]:
    rows = " ".join(_ROW.format(**kind._asdict() | {"fields": kind.fields}) for kind in kinds)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_CHANGES.format(rows=rows), [after.position])
        yield from map(_Change._make, cursor)


def _faults(
    head: ChangeLog, changes: Iterable[_Change], kinds: Sequence[Logged], after: Link
) -> Iterator[str]:
    """A sentence for each place where the log is broken, and each row that is not as it says."""
    words = {kind.kind: kind.words for kind in kinds}
    position, digest = after
    for change in changes:
        follows = position + 1
        if change.position != follows:
            yield f"Position {follows} is missing in the change log; {change.position} follows."
        elif digest_of(digest + change.fields) != change.digest:
            yield f"Position {change.position} of the change log was changed after it was sealed."
        position, digest = change.position, change.digest
        name = f"the {words.get(change.kind, change.kind)} of position {position} in the change log"
        if change.row is None:
            yield f"{name[0].upper()}{name[1:]} ({change.kind} {change.entry}) is missing."
            continue
        sealed = _as_sealed(change.fields)
        if sealed is None:
            yield f"Position {change.position} of the change log cannot be read."
            continue
        row, context = sealed
        for column in sorted(row.keys() & change.row.keys()):
            if row[column] != change.row[column]:
                yield (
                    f"{name[0].upper()}{name[1:]} ({change.kind} {change.entry}) was changed after "
                    f"it was sealed: its {column} is {_in_quotes(change.row[column])} and was "
                    f"{_in_quotes(row[column])}."
                )
        if not _goes_on(context, json.loads(change.context or "{}")):
            yield f"Who made {name} ({change.kind} {change.entry}), or by which path, was changed."
    if (head.length, head.digest) != (position, digest):
        yield (
            f"The head of the change log is position {head.length}, {head.digest}; its seals end "
            f"at position {position}, {digest}."
        )


def _not_as_proven(link: Link) -> Iterator[str]:
    stands = LoggedChange.objects.filter(position=link.position, digest=link.digest)
    if link.position and not stands.exists():
        yield (
            f"Position {link.position} of the change log is not {link.digest}, as it was proven "
            "before."
        )


def _as_sealed(fields: str) -> tuple[dict[str, object], dict[str, object]] | None:
    """The row as it was sealed and its context; None if somebody left something else."""
    try:
        row, context = json.loads(fields)
    except (ValueError, TypeError, RecursionError):
        return None
    context = context or {}
    return (row, context) if isinstance(row, dict) and isinstance(context, dict) else None


def _goes_on(then: dict[str, object], now: object) -> bool:
    """Whether a context says what it said, and perhaps more: an act adds to the one it is in."""
    known = {name: value for name, value in then.items() if value is not None}
    return isinstance(now, dict) and all(now.get(name) == value for name, value in known.items())


def _not_logged(kind: Logged, after: Link) -> Iterator[str]:
    newer = "true"
    if after.position:
        newer = _NEWER.format(key=kind.key, kind=kind.kind, position=int(after.position))
    with connection.cursor() as cursor:
        cursor.execute(_NOT_LOGGED.format(**kind._asdict(), newer=newer, most=MOST_OF_A_KIND))
        for (entry,) in cursor.fetchall():
            yield f"The {kind.words} ({kind.kind} {entry}) is not in the change log."


def _in_quotes(value: object) -> str:
    return "nothing" if value is None else f"“{value}”"
