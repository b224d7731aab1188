"""Rows straight from PostgreSQL to a CSV file by COPY, with text that no spreadsheet can run."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple, Protocol

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, Model, QuerySet
from django.db.models.expressions import Col

from neoequity.books.exporting.plain_text import PLAIN_COLUMN, PLAIN_TEXT, marked
from neoequity.books.progress import Steps, steps
from neoequity.books.seen import prefix

#: A moment in UTC to the microsecond: 2001-11-12T14:05:09.000123Z.
MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


_MARKED_CELL = f"NULLIF({PLAIN_TEXT.format('%(expressions)s')}, '')"


class PlainText(Func):
    """A text cell; an empty one is written as nothing, not as two quotation marks."""

    template = PLAIN_COLUMN.format("%(expressions)s")
    output_field = CharField()

    def as_sql(  # type: ignore[override]  # the stubs name each of Django's own arguments
        self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """Looks at a column before it is marked; anything else would be calculated twice."""
        if not isinstance(self.get_source_expressions()[0], Col):
            extra["template"] = _MARKED_CELL
        return super().as_sql(compiler, connection, **extra)


class Moment(Func):
    """A moment in UTC, as ISO 8601."""

    template = MOMENT.format("%(expressions)s")
    output_field = CharField()


class Query(NamedTuple):
    """SQL and its parameters."""

    sql: str
    params: Sequence[object] | Mapping[str, object] = ()


def query_of(rows: QuerySet[Model, object]) -> Query:
    """The SQL of a queryset."""
    sql, params = rows.query.sql_with_params()
    return Query(sql, params)


def values_query(rows: Sequence[Sequence[object]]) -> Query:
    """SQL for rows whose figures are already calculated; texts among them are marked."""
    if not rows:  # a VALUES list needs a row
        return Query("SELECT 1 WHERE false")
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    cells = [marked(cell) if isinstance(cell, str) else cell for row in rows for cell in row]
    return Query(f"VALUES {', '.join([row] * len(rows))}", cells)


class Target(Protocol):
    """What COPY writes to."""

    def write(self, lines: bytes, /) -> int:
        """Take some lines."""


class _Lines:
    """A file for COPY to write to, with the line ends of RFC 4180."""

    def __init__(self, out: BinaryIO, counted: Steps) -> None:
        self.out, self.counted = out, counted

    def write(self, lines: bytes) -> int:
        # No cell contains a line break (see plain_text.py), so each one ends a record.
        if self.counted.is_heard:
            self.counted.did(lines.count(b"\n"))
        return self.out.write(lines.replace(b"\n", b"\r\n"))


def number_of_rows(query: Query) -> int:
    """How many rows a whole statement gives."""
    with connection.cursor() as cursor:
        select = cursor.mogrify(query.sql, query.params).decode()
        cursor.execute(f"SELECT count(*) FROM ({select}) AS rows")  # noqa: S608  # mogrified by the driver
        number: int = cursor.fetchone()[0]
        return number


def header(columns: Sequence[str]) -> bytes:
    """The first line of a CSV file."""
    return ",".join(columns).encode() + b"\r\n"


def copy_csv(query: Query, columns: Sequence[str], out: BinaryIO) -> None:
    """Write a header line, then the query's rows as they come from the database."""
    out.write(header(columns))
    with steps(lambda: number_of_rows(query)) as counted:
        counted.doing("Writing the rows")
        copied(query, _Lines(out, counted), connection)


def copied(query: Query, out: Target, reader: BaseDatabaseWrapper) -> None:
    """Write the query's rows to `out` as COPY writes them, with a line feed after each."""
    with reader.cursor() as cursor:
        select = cursor.mogrify(query.sql, query.params).decode()
        cursor.copy_expert(
            f"{prefix()}COPY ({select}) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')", out
        )
