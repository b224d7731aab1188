"""The dataset `history`: a row for each changed field, and for each record posted or deleted."""

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, DateField, DateTimeField, Model, TextField
from psycopg2.sql import SQL, Composable, Literal

from neoequity.books.exporting.copying import MOMENT, Query
from neoequity.books.exporting.plain_text import PLAIN_TEXT
from neoequity.books.history.keys import key_of, named_by, related_key
from neoequity.books.history.query import HistoryQuery, kind_of
from neoequity.books.history.sources import Source
from neoequity.books.history.statement import Writing, merged, text_of
from neoequity.books.history.words import DONE
from neoequity.books.meta import AnyField, is_foreign_key

HISTORY = (
    "kind",
    "record",
    "event",
    "field",
    "before",
    "after",
    "recorded_at",
    "recorded_by",
    "path",
    "why",
    "act",
)

_ROWS = SQL("""
    SELECT k.kind, {record}, {event}, v.change ->> 0, v.change ->> 1,
           COALESCE(v.change ->> 2, {told}), {at}, {by}, NULLIF(h.path, ''), {why}, {act}
    FROM ({merged}) h
    JOIN (VALUES {kinds}) AS k (source, kind) ON k.source = h.source
    LEFT JOIN LATERAL jsonb_array_elements(h.changes) WITH ORDINALITY AS v (change, place) ON true
    LEFT JOIN people_user u ON u.id = h.person
    ORDER BY h.at DESC, h.source DESC, h.id DESC, v.place
""")


def history_query(sources: Sequence[Source], sought: HistoryQuery) -> Query:
    """The entries that match, newest first, with plain values and records by their natural keys.

    A posted record has its sentence as `after`; a deleted one has no field.
    """
    kinds = [
        SQL("({}, {})").format(Literal(number), Literal(kind_of(source.model)))
        for number, source in enumerate(sources)
    ]
    words = [SQL("WHEN {} THEN {}").format(Literal(event), Literal(DONE[event])) for event in DONE]
    statement = _ROWS.format(
        event=SQL("CASE h.event {} ELSE h.event END").format(SQL(" ").join(words)),
        record=SQL("NULLIF(h.record, '')"),
        told=_text("h.told"),
        at=SQL(MOMENT.format("h.at")),
        by=_text("u.username"),
        why=_text("h.why"),
        act=_text("h.act"),
        merged=merged(sources, sought, writing=Writing(_cell, _record)),
        kinds=SQL(", ").join(kinds),
    )
    return Query(text_of(statement).replace("%", "%%"))


def _text(column: str) -> Composable:
    return SQL(f"NULLIF({PLAIN_TEXT.format(column)}, '')")


def _record(model: type[Model], alias: str) -> Composable:
    """A record's natural key: text, but for a record that is named by a day."""
    key = key_of(model, alias)
    return key if isinstance(named_by(model)[0], DateField) else _plain(key)


def _cell(field: AnyField, value: Composable) -> Composable:
    """A value as the other exports write it."""
    if is_foreign_key(field):
        return _plain(related_key(field, value))
    if isinstance(field, DateTimeField):
        return SQL(MOMENT).format(value)
    if isinstance(field, ArrayField):
        return _plain(SQL("array_to_string({}, ' ')").format(value))
    if isinstance(field, CharField | TextField):
        return _plain(value)
    return SQL("{}::text").format(value)


def _plain(value: Composable) -> Composable:
    return SQL(PLAIN_TEXT).format(SQL("{}::text").format(value))
