"""Rows of a report that are read when somebody needs them: a CSV needs no summaries."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, overload

from django.db import connection

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import unmarked
from neoequity.reports.report import Row


class Later(Sequence[Row]):
    """Rows that `read` gives, once, when the first of them is asked for."""

    def __init__(self, read: Callable[[], Sequence[Row]]) -> None:
        self._read = read

    @cached_property
    def _rows(self) -> Sequence[Row]:
        return self._read()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)


def read_rows(query: Query) -> list[tuple[Any, ...]]:
    """All rows of a query that has few; its texts without their marks."""
    with connection.cursor() as cursor:
        cursor.execute(cursor.mogrify(query.sql, query.params or None).decode())
        found = cursor.fetchall()
    return [
        tuple(unmarked(cell) if isinstance(cell, str) else cell for cell in row) for row in found
    ]
