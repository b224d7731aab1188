"""Insert very many rows in one statement, each column as one array.

COPY would be refused where rows of issuers are kept apart (see `seen`), as PostgreSQL does not hold
copied rows against its policies.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db import connection, models
from django.db.models import Model

_AT_ONCE = 1_000
#: What the text of an array would take for the end of a cell.
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"'})
# Wider than the columns themselves: what does not fit is refused, where a cast would cut it off.
_TYPES: dict[type["models.Field[object, object]"], str] = {
    models.CharField: "text",
    models.TextField: "text",
    models.DateField: "date",
    models.DecimalField: "numeric",
}


def array_type(field: "models.Field[object, object]") -> str:
    """How the values of a column travel."""
    return next((_TYPES[of] for of in type(field).__mro__ if of in _TYPES), "bigint")


def insert_rows(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    **same: int | str | date,
) -> None:
    """Insert the rows with these columns, in their order; all others get what the database gives.

    `same` are the columns that are alike in all of them. The triggers of the statement see all
    rows at once.
    """
    types = {field.column: array_type(field) for field in model._meta.concrete_fields}
    names = ", ".join(f'"{column}"' for column in columns)
    alike = "".join(f', "{column}"' for column in same)
    values = "".join(f", %s::{types[column]}" for column in same)
    arrays = ", ".join(f"%s::{types[column]}[]" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}{alike}) "  # noqa: S608  # the model's
            f"SELECT {names}{values} FROM unnest({arrays}) "
            f"WITH ORDINALITY AS n ({names}, nth_row) ORDER BY nth_row",
            [*same.values(), *arrays_of(rows, len(columns))],
        )


def arrays_of(rows: Iterable[Sequence[object]], columns: int) -> list[str]:
    """Each column of the rows as PostgreSQL writes an array; a thousand rows at a time are read."""
    written: list[list[str]] = [[] for _ in range(columns)]
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        for cells, column in zip(written, zip(*some, strict=True), strict=True):
            cells.append(",".join(map(_cell, column)))
    return ["{" + ",".join(cells) + "}" for cells in written]


def reserved_keys(model: type[Model], number: int) -> list[int]:
    """Keys for as many rows, which no other transaction gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [key for (key,) in cursor.fetchall()]


@contextmanager
def planned_for_many() -> Iterator[None]:
    """The triggers inside join by hashing; their plans of before and after are for a few rows.

    They keep the plans that a session made first, which compare row by row.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DISCARD PLANS; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'; "
            "SET LOCAL jit = off"
        )
        yield
        cursor.execute(
            "SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT; "
            "SET LOCAL jit TO DEFAULT; DISCARD PLANS"
        )


def _cell(value: object) -> str:
    if isinstance(value, (int, Decimal)):  # a union takes three times as long
        return str(value)
    if value is None:
        return "NULL"
    return f'"{str(value).translate(_ESCAPED)}"'
