"""The SQL statement that reads the history: all sources, merged newest first."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, CharField, F, Func, Model, TextField
from psycopg2.sql import NULL, SQL, Composable, Identifier, Literal

from neoequity.books.history.keys import column, owner_of
from neoequity.books.history.query import HistoryQuery, Place, kind_of
from neoequity.books.history.sources import (
    Posted,
    Source,
    Tracked,
    parts_of,
    same_rows,
)
from neoequity.books.meta import AnyField
from neoequity.books.models import Issuer

#: The columns of the statement; `changes` is a JSON list of field, before and after.
COLUMNS = (
    *("source", "at", "id", "record_id", "event", "changes", "told", "person", "path", "act"),
    *("why", "record"),
)

# `e` is an event, `p` the previous one of the same row, `c` the differences, `t` the context.
# OFFSET keeps the planner from computing the differences twice.
_TRACKED = SQL("""
    SELECT e.pgh_created_at AS at, e.pgh_id AS id, e.pgh_obj_id AS record_id,
           e.pgh_label AS event, c.changes, NULL AS told, (t.metadata ->> 'user')::bigint AS person,
           {path} AS path, COALESCE(t.metadata ->> 'act', t.metadata ->> 'url', '') AS act,
           {why} AS why, {record} AS record
    FROM {events} e
    LEFT JOIN LATERAL (
        SELECT * FROM {events} b WHERE b.pgh_obj_id = e.pgh_obj_id AND b.pgh_id < e.pgh_id
        ORDER BY b.pgh_id DESC LIMIT 1
    ) p ON e.pgh_label <> 'insert'
    CROSS JOIN LATERAL (
        SELECT to_jsonb(NULLIF(array_remove(ARRAY[{changes}], NULL), '{{}}')) AS changes OFFSET 0
    ) c
    LEFT JOIN pghistory_context t ON t.id = e.pgh_context_id
    WHERE {where}
""")
_PATH = SQL("""
    CASE WHEN t.id IS NULL THEN 'outside'
         WHEN starts_with(COALESCE(t.metadata ->> 'command', t.metadata ->> 'act'), 'import')
             THEN 'import'
         WHEN t.metadata ->> 'command' IS NOT NULL THEN 'command'
         WHEN starts_with(t.metadata ->> 'url', '/admin/') THEN 'admin'
         WHEN t.metadata ->> 'url' IS NOT NULL THEN 'page'
         ELSE 'program' END
""")
_POSTED = SQL("""
    SELECT r.at, r.id, r.id AS record_id, 'recorded' AS event, NULL::jsonb AS changes, r.told,
           r.person, r.path, r.act, r.why, r.record
    FROM ({rows}) AS r (at, id, told, person, act, why, record, path)
""")
# Circumstances whose context does not exist belong to a row older than these contexts.
_SEALED_PATH = SQL("""(
    SELECT CASE WHEN s.context_id IS NULL THEN 'outside' WHEN t.id IS NULL THEN ''
                ELSE {path} END
    FROM books_seal s LEFT JOIN pghistory_context t ON t.id = s.context_id
    WHERE s.kind = {kind} AND s.entry = {key})
""")
_OWN_PATH = SQL("""(
    CASE WHEN {key} IS NULL THEN 'outside'
         ELSE COALESCE((SELECT {path} FROM pghistory_context t WHERE t.id = {key}), '') END)
""")
#: Places in the SQL of rows that were posted, each of them SQL that could stay.
_RECORD, _NARROWED = "/* record */ NULL", "/* narrowed */ true"
_BRANCH = SQL("(SELECT {number} AS source, s.* FROM ({select}) s {newest})")
_NEWEST = SQL("ORDER BY at DESC, id DESC LIMIT {most}")
_MERGED = SQL("SELECT {columns} FROM ({branches}) h ORDER BY at DESC, source DESC, id DESC {limit}")
_BEFORE_IT = {
    -1: SQL("{at} <= {moment}"),
    0: SQL("({at}, {id}) < ({moment}, {last})"),
    1: SQL("{at} < {moment}"),
}


def as_kept(_field: AnyField, value: Composable) -> Composable:
    """A value as text; a foreign key as the id."""
    return SQL("{}::text").format(value)


class Writing(NamedTuple):
    """How the statement writes values and, if wanted, a record's name."""

    value: Callable[[AnyField, Composable], Composable] = as_kept
    record: Callable[[type[Model], str], Composable] | None = None

    def name(self, model: type[Model], alias: str) -> Composable:
        """SQL for the name of the record in the table with this alias."""
        return NULL if self.record is None else self.record(model, alias)


def merged(
    sources: Sequence[Source],
    sought: HistoryQuery,
    *,
    writing: Writing = Writing(),  # noqa: B008  # immutable
    beneath: Place | None = None,
    most: int | None = None,
) -> Composable:
    """The entries that match, newest first, in COLUMNS: all, or `most` beneath a place."""
    newest = SQL("") if most is None else _NEWEST.format(most=Literal(most))
    branches = [
        _BRANCH.format(number=Literal(number), select=select, newest=newest)
        for number, source in enumerate(sources)
        if (select := _select(source, number, sought, writing, beneath)) is not None
    ]
    columns = SQL(", ").join(map(Identifier, COLUMNS))
    if not branches:
        nothing = SQL(", ").join(SQL("NULL AS {}").format(Identifier(name)) for name in COLUMNS)
        return SQL("SELECT {} WHERE false").format(nothing)
    limit = SQL("") if most is None else SQL("LIMIT {}").format(Literal(most))
    return _MERGED.format(columns=columns, branches=SQL(" UNION ALL ").join(branches), limit=limit)


def text_of(statement: Composable) -> str:
    """The statement as sent to the database, with every value quoted."""
    with connection.cursor() as cursor:
        return statement.as_string(cursor.cursor)


def _select(
    source: Source, number: int, sought: HistoryQuery, writing: Writing, beneath: Place | None
) -> Composable | None:
    """The statement for one source; None if nothing in it can match."""
    if sought.kinds and kind_of(source.model) not in sought.kinds:
        return None
    if isinstance(source, Posted):
        return _posted(source, number, sought, writing, beneath)
    return _tracked(source, number, sought, writing, beneath)


def _tracked(
    source: Tracked, number: int, sought: HistoryQuery, writing: Writing, beneath: Place | None
) -> Composable | None:
    fields = [field for field in source.fields if sought.field in ("", field.name)]
    at, key = column("e", "pgh_created_at"), column("e", "pgh_id")
    where = _conditions(source.model, "e", sought)
    if not fields or where is None:
        return None
    where += _moments(at, key, number, sought, beneath)
    changed = "c.changes IS NOT NULL"
    where.append(SQL(changed if sought.field else f"({changed} OR e.pgh_label = 'delete')"))
    if sought.person is not None:
        where.append(SQL("(t.metadata ->> 'user')::bigint = {}").format(Literal(sought.person)))
    if sought.path:
        where.append(SQL("{} = {}").format(_PATH, Literal(sought.path)))
    return _TRACKED.format(
        path=_PATH,
        why=_why(source),
        record=writing.name(source.model, "e"),
        events=Identifier(source.events._meta.db_table),
        changes=SQL(", ").join(_change(field, writing) for field in fields),
        where=SQL(" AND ").join(where),
    )


def _change(field: AnyField, writing: Writing) -> Composable:
    """Name, before and after if the field differs, else NULL."""
    after, before = (_filled(field, column(alias, field.column)) for alias in "ep")
    return SQL(
        "CASE WHEN {after} IS DISTINCT FROM {before} "
        "THEN jsonb_build_array({name}, {was}, {now}) END"
    ).format(
        name=Literal(field.name),
        after=after,
        before=before,
        was=writing.value(field, before),
        now=writing.value(field, after),
    )


def _filled(field: AnyField, value: Composable) -> Composable:
    """The value, with an empty one as NULL."""
    if isinstance(field, CharField | TextField):
        return SQL("NULLIF({}, '')").format(value)
    return SQL("NULLIF({}, '{{}}')").format(value) if isinstance(field, ArrayField) else value


def _why(source: Tracked) -> Composable:
    """The action's reason, else the row's reason after the change, else its new remark."""
    reasons: list[Composable] = [SQL("NULLIF(t.metadata ->> 'why', '')")]
    left = SQL("CASE WHEN e.pgh_label <> 'delete' THEN NULLIF({}, '') END")
    reasons += [left.format(column("e", field.column)) for field in source.reasons]
    given = SQL("CASE WHEN {now} IS DISTINCT FROM {was} THEN {now} END")
    for field in source.remarks:
        now, was = column("e", field.column), column("p", field.column)
        reasons.append(given.format(now=now, was=was))
    return SQL("COALESCE({}, '')").format(SQL(", ").join(reasons))


def _posted(
    source: Posted, number: int, sought: HistoryQuery, writing: Writing, beneath: Place | None
) -> Composable | None:
    table = source.model._meta.db_table
    at, key = column(table, "recorded_at"), column(table, "id")
    where = _conditions(source.model, table, sought)
    if sought.field or where is None:
        return None
    if source.sealed:
        path = _SEALED_PATH.format(path=_PATH, kind=Literal(source.sealed), key=key)
    else:
        path = _OWN_PATH.format(path=_PATH, key=column(table, "context_id"))
    if sought.path:
        where.append(SQL("{} = {}").format(path, Literal(sought.path)))
    where += _moments(at, key, number, sought, beneath)
    if sought.person is not None:
        person = column(table, "recorded_by_id")
        where.append(SQL("{} = {}").format(person, Literal(sought.person)))
    rows = _rows_of(source, text_of(path))
    rows = rows.replace(_RECORD, text_of(writing.name(source.model, table)))
    if where:
        rows = rows.replace(_NARROWED, text_of(SQL("({})").format(SQL(" AND ").join(where))))
    return _POSTED.format(rows=SQL(rows))


@cache
def _rows_of(source: Posted, path: str) -> str:
    """The SQL of a source's rows, with the places for a record's name and for conditions.

    Translated once: the querysets of all kinds take longer to translate than to run.
    """
    rows = source.rows().order_by().filter(_expression(SQL(_NARROWED), BooleanField()))
    columns = [F(name) for name in ("recorded_at", "pk", "told", "recorded_by", "act", "why")]
    record, through = (_expression(SQL(text), TextField()) for text in (_RECORD, path))
    sql, params = rows.values_list(*columns, record, through).query.sql_with_params()
    with connection.cursor() as cursor:
        return str(cursor.mogrify(sql, params).decode())


def _expression(statement: Composable, output_field: AnyField) -> Func:
    """Our SQL as an expression of a queryset."""
    return Func(template=text_of(statement).replace("%", "%%"), output_field=output_field)


def _conditions(model: type[Model], alias: str, sought: HistoryQuery) -> list[Composable] | None:
    """The conditions on a row; None if no row of the table can meet them."""
    where: list[Composable] = []
    if sought.record is not None:
        whole, pk = sought.record
        keys = [field.column for field in parts_of(model, whole)]
        keys += [model._meta.pk.column] if same_rows(model, whole) else []
        if not keys:
            return None
        is_part = SQL(" OR ").join(
            SQL("{} = {}").format(column(alias, key), Literal(pk)) for key in keys
        )
        where.append(SQL("({})").format(is_part))
    if sought.under is not None:
        owner = owner_of(model, alias, sought.under.model)
        if owner is None:
            return None
        where.append(SQL("{} = {}").format(owner, Literal(sought.under.pk)))
    if sought.issuer is not None and (issuer := owner_of(model, alias, Issuer)) is not None:
        where.append(SQL("{} = {}").format(issuer, Literal(sought.issuer)))
    return where


def _moments(
    at: Composable, key: Composable, number: int, sought: HistoryQuery, beneath: Place | None
) -> list[Composable]:
    where: list[Composable] = []
    if sought.since is not None:
        where.append(SQL("{} >= {}").format(at, Literal(sought.since)))
    if sought.until is not None:
        where.append(SQL("{} < {}").format(at, Literal(sought.until)))
    if beneath is not None:
        order = (number > beneath.source) - (number < beneath.source)
        moment, last = Literal(beneath.at), Literal(beneath.id)
        where.append(_BEFORE_IT[order].format(at=at, id=key, moment=moment, last=last))
    return where
