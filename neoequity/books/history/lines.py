"""A page of the history, in words: a bounded number of queries, however much there is."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model

from neoequity.books.history.keys import owners
from neoequity.books.history.query import PATHS, Place, Record, Sought
from neoequity.books.history.sources import Source, Tracked, sources, words
from neoequity.books.history.statement import merged, text_of
from neoequity.books.history.words import (
    DONE,
    Change,
    Named,
    changes_in_words,
    names_of,
    pointed_to,
    row_in_words,
)

#: The most that a page of one record shows at once.
MOST = 200
_FEW = 6


class Line(NamedTuple):
    """One act: `what` happened to which record (at `url`, if it has a page), `through` which act.

    `path` is one of PATHS, or empty where it was not kept; `why` may be empty.
    """

    at: datetime
    who: str
    what: str
    through: str
    changes: Sequence[Change]
    path: str
    why: str
    record: Record
    url: str

    @property
    def is_long(self) -> bool:
        """Whether its fields are folded away: many changes, or all that a row was entered with."""
        return len(self.changes) > _FEW or any(change.before is None for change in self.changes)

    @property
    def how(self) -> str:
        """The path in words, where it was kept and the act does not say it."""
        words = PATHS.get(self.path, "")
        return "" if words == self.through else words


class Lines(NamedTuple):
    """A page of lines, and where the next one starts."""

    lines: list[Line]
    beneath: Place | None


class _Row(NamedTuple):
    """A row of the statement."""

    source: int
    at: datetime
    id: int
    record_id: int
    event: str
    changes: Any
    told: str | None
    person: int | None
    path: str
    act: str
    why: str
    record: str | None


def history_lines(
    sources: Sequence[Source], sought: Sought, *, most: int, beneath: Place | None = None
) -> Lines:
    """The newest `most` acts that are sought, beneath a place or from the top."""
    found = _rows(sources, sought, most + 1, beneath)
    rows = found[:most]
    last = rows[-1] if len(found) > most else None
    return Lines(_told(sources, rows), last and Place(last.at, last.source, last.id))


def record_in_words(record: Record) -> tuple[str, str]:
    """What a record is called, and the address of its page if it has one."""
    model, pk = record
    row: Any = (
        model._base_manager.select_related(*(field.name for field in owners(model)))
        .filter(pk=pk)
        .first()
    )
    if row is None:
        return f"{words(model)} with the key {pk}, which is not there", ""
    named: dict[type[Model], dict[int, str]] = defaultdict(dict)
    for field in owners(model):
        owner = getattr(row, field.name)
        named[field.related_model][owner.pk] = str(owner)
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return row_in_words(row, named), url


def lines_about(record: Record) -> list[Line]:
    """The newest acts on a record and on what is told with it."""
    return history_lines(sources(), Sought(record=record), most=MOST).lines


def _rows(
    sources: Sequence[Source], sought: Sought, most: int, beneath: Place | None
) -> list[_Row]:
    statement = text_of(merged(sources, sought, beneath=beneath, most=most))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = [_Row(*row) for row in cursor.fetchall()]
    return [row._replace(changes=json.loads(row.changes or "[]")) for row in rows]


def _told(sources: Sequence[Source], rows: Sequence[_Row]) -> list[Line]:
    kept = _kept_rows(sources, rows)
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for row in rows:
        if row.told is None:
            model = sources[row.source].model
            for table, keys in pointed_to(model, row.changes, kept[row.source, row.id]).items():
                wanted[table] |= keys
    wanted[get_user_model()] |= {row.person for row in rows if row.person is not None}
    named = names_of(wanted)
    live = _live_rows(sources, rows)
    return [_line(sources[row.source], row, kept, live, named) for row in rows]


def _line(
    source: Source,
    row: _Row,
    kept: Mapping[tuple[int, int], Model],
    live: Mapping[tuple[type[Model], int], Any],
    named: Named,
) -> Line:
    model, what = source.model, row.told
    if what is None:
        what = f"{row_in_words(kept[row.source, row.id], named)} {DONE.get(row.event, row.event)}"
    now: Any = live.get((model, row.record_id))
    return Line(
        at=row.at,
        who=named.get(get_user_model(), {}).get(row.person or 0, "not known"),
        what=what,
        through=_through(row),
        changes=changes_in_words(model, row.event, row.changes, named),
        path=row.path,
        why=row.why,
        record=Record(model, row.record_id),
        url=now.get_absolute_url() if hasattr(now, "get_absolute_url") else "",
    )


def _through(row: _Row) -> str:
    """The act in words, else the address, else that there was neither."""
    if not row.act:
        return PATHS["outside"]
    return row.act if row.act.startswith("/") else row.act.replace("_", " ")


def _kept_rows(sources: Sequence[Source], rows: Sequence[_Row]) -> dict[tuple[int, int], Model]:
    """The rows as their events kept them, by source and event."""
    kept = {}
    for number, source in enumerate(sources):
        ids = [row.id for row in rows if row.source == number]
        if ids and isinstance(source, Tracked):
            names = [field.attname for field in source.fields]
            events: dict[int, Any] = source.events._base_manager.in_bulk(ids)
            for pk, event in events.items():
                values = {name: getattr(event, name) for name in names}
                kept[number, pk] = source.model(pk=event.pgh_obj_id, **values)
    return kept


def _live_rows(
    sources: Sequence[Source], rows: Sequence[_Row]
) -> dict[tuple[type[Model], int], Model]:
    """The rows as they stand, where they have a page."""
    live: dict[tuple[type[Model], int], Model] = {}
    for number, source in enumerate(sources):
        model = source.model
        ids = {row.record_id for row in rows if row.source == number}
        if ids and hasattr(model, "get_absolute_url"):
            found = model._base_manager.select_related(*(field.name for field in owners(model)))
            live |= {(model, pk): row for pk, row in found.in_bulk(ids).items()}
    return live
