"""Insert very many rows in one statement, by COPY, without a second copy of them in memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

#: What COPY would take for the end of a cell or row.
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert the rows with these columns; all others get what the database gives them.

    The triggers of the statement see all rows at once.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    # Django wraps the errors of every method of a cursor but this one.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({names}) FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')",
            CopiedRows("\t".join(map(_cell, row)) + "\n" for row in rows),
        )


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
    if value is None:
        return "\\N"
    text = str(value)
    # What ends a cell or row cannot be printed; numbers and most words need no translation.
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPED)


class CopiedRows:
    """A file for COPY to read from, made row by row."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows, self._left = iter(rows), b""

    def read(self, size: int) -> bytes:
        while len(self._left) < size and (row := next(self._rows, "")):
            self._left += row.encode()
        given, self._left = self._left[:size], self._left[size:]
        return given
