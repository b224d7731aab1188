"""A page of the history in words, with a number of queries that does not grow with the books."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model

from neoequity.books.acts import act_in_words
from neoequity.books.addresses import url_of
from neoequity.books.history.keys import owners
from neoequity.books.history.query import PATHS, HistoryQuery, Place, RecordKey
from neoequity.books.history.sources import Source, Tracked, kind_in_words, sources
from neoequity.books.history.statement import merged, text_of
from neoequity.books.history.words import (
    DONE,
    Change,
    Edit,
    Named,
    changes_in_words,
    names_of,
    pointed_to,
    row_in_words,
)
from neoequity.books.meta import related_model

#: The most that a page of one record shows at once.
MOST = 200
_FEW = 6


class Line(NamedTuple):
    """One entry: `what` happened to which record (at `url`, if it has a page), by which action.

    `path` is one of PATHS, or empty if it was not recorded; `why` may be empty.
    """

    at: datetime
    who: str
    what: str
    through: str
    changes: Sequence[Change]
    path: str
    why: str
    record: RecordKey
    url: str

    @property
    def is_long(self) -> bool:
        """Whether its fields are collapsed: many changes, or all the fields of a new row."""
        return len(self.changes) > _FEW or any(change.before is None for change in self.changes)

    @property
    def how(self) -> str:
        """The path in words, unless it was not recorded or repeats the action."""
        kind_in_words = PATHS.get(self.path, "")
        return "" if kind_in_words == self.through else kind_in_words


class Lines(NamedTuple):
    """A page of lines, and the place where the next page starts."""

    lines: list[Line]
    beneath: Place | None


class _Row(NamedTuple):
    """A row of the statement, in its COLUMNS; `changes` is JSON."""

    source: int
    at: datetime
    id: int
    record_id: int
    event: str
    changes: str | None
    told: str | None
    person: int | None
    path: str
    act: str
    why: str
    record: str | None

    @property
    def edits(self) -> list[Edit]:
        """What changed: field, before and after."""
        edits: list[Edit] = json.loads(self.changes or "[]")
        return edits


def history_lines(
    sources: Sequence[Source], sought: HistoryQuery, *, most: int, beneath: Place | None = None
) -> Lines:
    """The newest `most` entries that match, beneath a place or from the top."""
    matching = _rows(sources, sought, most + 1, beneath)
    rows = matching[:most]
    last = rows[-1] if len(matching) > most else None
    return Lines(_in_words(sources, rows), last and Place(last.at, last.source, last.id))


def record_in_words(record: RecordKey) -> tuple[str, str]:
    """What a record is called, and the address of its page, empty if it has none."""
    model, pk = record
    row = (
        model._base_manager.select_related(*(field.name for field in owners(model)))
        .filter(pk=pk)
        .first()
    )
    if row is None:
        return f"{kind_in_words(model)} with the key {pk}, which is not there", ""
    named: dict[type[Model], dict[int, str]] = defaultdict(dict)
    for field in owners(model):
        owner = getattr(row, field.name)
        named[related_model(field)][owner.pk] = str(owner)
    return row_in_words(row, named), url_of(row)


def lines_about(record: RecordKey) -> list[Line]:
    """The newest entries of a record and of its parts."""
    return history_lines(sources(), HistoryQuery(record=record), most=MOST).lines


def _rows(
    sources: Sequence[Source], sought: HistoryQuery, most: int, beneath: Place | None
) -> list[_Row]:
    statement = text_of(merged(sources, sought, beneath=beneath, most=most))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [_Row(*row) for row in cursor.fetchall()]


def _in_words(sources: Sequence[Source], rows: Sequence[_Row]) -> list[Line]:
    recorded = _recorded_rows(sources, rows)
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for row in rows:
        if row.told is None:
            model = sources[row.source].model
            for table, keys in pointed_to(model, row.edits, recorded[row.source, row.id]).items():
                wanted[table] |= keys
    wanted[get_user_model()] |= {row.person for row in rows if row.person is not None}
    named = names_of(wanted)
    live = _live_rows(sources, rows)
    return [_line(sources[row.source], row, recorded, live, named) for row in rows]


def _line(
    source: Source,
    row: _Row,
    recorded: Mapping[tuple[int, int], Model],
    live: Mapping[tuple[type[Model], int], Model],
    named: Named,
) -> Line:
    model, what = source.model, row.told
    if what is None:
        name = row_in_words(recorded[row.source, row.id], named)
        what = f"{name} {DONE.get(row.event, row.event)}"
    return Line(
        at=row.at,
        who=named.get(get_user_model(), {}).get(row.person or 0, "not known"),
        what=what,
        through=_through(row),
        changes=changes_in_words(model, row.event, row.edits, named),
        path=row.path,
        why=row.why,
        record=RecordKey(model, row.record_id),
        url=url_of(live.get((model, row.record_id))),
    )


def _through(row: _Row) -> str:
    """What was done by the action, else by which path."""
    return act_in_words(row.act) or PATHS[row.path or "outside"]


def _recorded_rows(sources: Sequence[Source], rows: Sequence[_Row]) -> dict[tuple[int, int], Model]:
    """The rows as their events recorded them, by source and event."""
    recorded = {}
    for number, source in enumerate(sources):
        ids = [row.id for row in rows if row.source == number]
        if ids and isinstance(source, Tracked):
            names = [field.attname for field in source.fields]
            for pk, event in source.events._base_manager.in_bulk(ids).items():
                values = {name: getattr(event, name) for name in ("pgh_obj_id", *names)}
                recorded[number, pk] = source.model(pk=values.pop("pgh_obj_id"), **values)
    return recorded


def _live_rows(
    sources: Sequence[Source], rows: Sequence[_Row]
) -> dict[tuple[type[Model], int], Model]:
    """The rows as they are now, if they have a page."""
    live: dict[tuple[type[Model], int], Model] = {}
    for number, source in enumerate(sources):
        model = source.model
        ids = {row.record_id for row in rows if row.source == number}
        if ids and hasattr(model, "get_absolute_url"):
            joined = model._base_manager.select_related(*(field.name for field in owners(model)))
            live |= {(model, pk): row for pk, row in joined.in_bulk(ids).items()}
    return live
