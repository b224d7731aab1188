"""Every single change that a superuser of the database can make with the triggers off.

For each table: another value in each column of one row, that row deleted, and a forged copy of it
added. CHECKs and unique keys hold even then, so what they refuse is tried with other values first.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import DataError, IntegrityError, connection, transaction
from psycopg2.sql import SQL, Composable, Identifier

from tests.roles import unguarded

DELETED, ADDED = "a row deleted", "a row added"

_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY a.attnum
"""
_KEY = """
    SELECT a.attname FROM pg_index x
    JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
    WHERE x.indisprimary AND x.indrelid = %s::regclass
"""
_COLUMNS_OF_KEY = """
    SELECT a.attname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY(x.indkey)
    WHERE i.relname = %s
"""

# Another value than that of the column {c}, by its type; several where a rule refuses the first.
_OTHER = {
    "boolean": ("NOT {c}",),
    "date": ("COALESCE({c} + 1, DATE '2001-11-09')", "{c} - 1", "NULL"),
    "timestamp with time zone": (
        "COALESCE({c} + interval '1 second', TIMESTAMPTZ '2001-11-09 15:00Z')",
        "{c} - interval '1 second'",
        "NULL",
    ),
    "jsonb": ("COALESCE({c}, 'null') || '[1]'", "'{{\"forged\": 1}}'", "NULL"),
    "uuid": ("gen_random_uuid()",),
    "bytea": ("{c} || '\\x20'",),
    "inet": ("'10.1.2.3'",),
    "character varying[]": ("array_append({c}, 'forged')", "{c}[:1]", "'{{}}'"),
}
_NUMBER = ("COALESCE({c} + 1, 1)", "{c} - 1", "{c} * 2", "NULL", "0")
_TEXT = (
    "left({c}, -1) || CASE right({c}, 1) WHEN 'e' THEN 'f' ELSE 'e' END",
    "COALESCE({c}, '') || 'e'",
    "'e'",
    "''",
    "NULL",
)
_NUMBERS = {"integer", "bigint", "smallint", "numeric"}


class Attempt(NamedTuple):
    """What a forger tries: `what` is a column, DELETED or ADDED; the first statement that runs."""

    what: str
    statements: tuple[Composable, ...]


#: The rows that are tried, where others are as good as listed. The keys of contexts are
#: random: now the change log would refer to the row in the middle, now a seal alone, whose context
#: is the path by which an entry came.
TRIED = {"pghistory_context": "id IN (SELECT context_id FROM books_loggedchange)"}


def attempts_on(table: str) -> list[Attempt]:
    """Every attempt on the row in the middle of a table, of those that `TRIED` names."""
    columns, key = columns_of(table), key_of(table)
    names = {"table": Identifier(table), "key": Identifier(key)}
    tried = SQL(TRIED.get(table, "true"))
    row = SQL(
        "(SELECT {key} FROM {table} WHERE {tried} ORDER BY {key} "
        "OFFSET (SELECT count(*) / 2 FROM {table} WHERE {tried}) LIMIT 1)"
    ).format(**names, tried=tried)
    changed = SQL(
        "UPDATE {table} SET {c} = {other} WHERE {key} = {row} AND {c} IS DISTINCT FROM {other}"
    )
    attempts = []
    for column, kind in columns.items():
        c = Identifier(column)
        others = [SQL(other).format(c=c) for other in other_values(kind)]
        statements = (changed.format(**names, row=row, c=c, other=other) for other in others)
        attempts.append(Attempt(column, tuple(statements)))
    deleted = SQL("DELETE FROM {table} WHERE {key} = {row}").format(**names, row=row)
    return [*attempts, Attempt(DELETED, (deleted,)), Attempt(ADDED, (row,))]


def tampered(table: str, attempt: Attempt) -> bool:
    """Make the attempt within the test's transaction; False if the database refuses all of it."""
    if attempt.what == ADDED:
        return _added(table, attempt.statements[0])
    return any(_run(statement) is None for statement in attempt.statements)


def columns_of(table: str) -> dict[str, str]:
    """The types of a table's columns by their names."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        return dict(cursor.fetchall())


def key_of(table: str) -> str:
    """The column of a table's primary key."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [table])
        key: str = cursor.fetchone()[0]
        return key


def other_values(kind: str) -> tuple[str, ...]:
    """Expressions for another value than a column of this type has."""
    return _OTHER.get(kind) or (_NUMBER if kind in _NUMBERS else _TEXT)


def _added(table: str, row: Composable) -> bool:
    """Add a copy of the row, with other values in whatever keys make it another row."""
    columns, key = columns_of(table), key_of(table)
    new = {column: SQL("{}").format(Identifier(column)) for column in columns}
    for _ in range(10):
        statement = SQL(
            "INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {key} = {row}"
        )
        refused = _run(
            statement.format(
                table=Identifier(table),
                names=SQL(", ").join(map(Identifier, new)),
                values=SQL(", ").join(new.values()),
                key=Identifier(key),
                row=row,
            )
        )
        if refused is None:
            return True
        for column in _columns_of_key(refused):
            if column in (key, "position", "number") and columns[column] in _NUMBERS:
                most = SQL("(SELECT max({c}) + 1 FROM {table})")
                new[column] = most.format(c=Identifier(column), table=Identifier(table))
            else:
                other = SQL(other_values(columns[column])[0])
                new[column] = other.format(c=Identifier(column))
    return False


def _columns_of_key(name: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS_OF_KEY, [name])
        yield from (column for (column,) in cursor.fetchall())


def _run(statement: Composable) -> str | None:
    """None once it has changed a row; the rule that refused it, or "" if it met no row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor, unguarded():
            cursor.execute(statement)
            changed = cursor.rowcount
    except (IntegrityError, DataError) as error:
        return getattr(error.__cause__.diag, "constraint_name", None) or ""  # type: ignore[union-attr]  # psycopg2's
    return None if changed else ""
