"""The rows of an export as values for a workbook, read by a cursor that the database keeps."""

from collections.abc import Generator, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import connection

from neoequity.books.exporting.copying import Query, number_of_rows
from neoequity.books.exporting.plain_text import unmarked
from neoequity.books.exporting.sheets import Column, Kind
from neoequity.books.progress import saying, steps

_PERCENT = Decimal("0.01")
_TOLD_EVERY = 500  # rows: often enough for a bar, seldom enough to cost nothing
_POINTS = "percent_of_gross"  # 6.09 stands for 6.09%, where a workbook's percentage is a fraction


def typed_rows(query: Query, columns: Sequence[Column]) -> Generator[list[object]]:
    """The query's rows as they come, a few thousand in memory at a time.

    It is the SQL of the CSV: what that writes as text is a moment again, and text loses the mark
    that it needs only there. Runs inside a transaction, in which the cursor lives; it is to be
    closed where it may not be read to its end.
    """
    moments = [at for at, column in enumerate(columns) if column.kind is Kind.MOMENT]
    points = [at for at, column in enumerate(columns) if column.name == _POINTS]
    for row in _fetched(query):
        cells = [
            unmarked(value) if isinstance(value, str) and "'" in value else value for value in row
        ]
        for at in moments:
            if isinstance(moment := cells[at], str):
                cells[at] = datetime.fromisoformat(moment)
        for at in points:
            if isinstance(percent := cells[at], Decimal):
                cells[at] = percent * _PERCENT
        yield cells


def _fetched(query: Query) -> Generator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        select = cursor.mogrify(query.sql, query.params).decode()
        # All rows will be read: without this the server would plan for the first ones.
        cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
    with (
        steps(lambda: number_of_rows(query)) as counted,
        connection.chunked_cursor() as cursor,
    ):
        counted.doing("Writing the rows")
        cursor.execute(select)
        for number, row in enumerate(cursor, 1):
            if number % _TOLD_EVERY == 0:
                counted.did(_TOLD_EVERY)
            yield row
    saying("Putting the file together")
