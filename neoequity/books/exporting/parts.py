"""An export in parts: many short queries, each with the rows that follow those of the one before.

What is written of a part can be sent while the next one is read, by two connections in turn, which
see the same books. A part is kept in memory, and is small.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from io import BytesIO
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from neoequity.books.exporting.copying import Query, copied
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.seen import tell

#: Rows of a part. The first ones are small, so that a reader sees them at once.
FIRST, MOST, GROWTH = 1_000, 20_000, 4
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# A part is a short piece of a long table: its rows are read by an index, joins are made in the
# order in which they are written, and planning takes no longer than it must.
_FOR_PARTS = {
    "work_mem": "32MB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_mergejoin": "off",
    "join_collapse_limit": "1",
}

#: Asks one query, and gives its rows.
Ask = Callable[[Query], list[tuple[Any, ...]]]
#: The queries of an export, in order; it asks where each begins and ends.
Parts = Callable[[ExportQuery, Ask], Iterator[Query]]


def parts_one_by_one(parts: Parts, asked: ExportQuery) -> Iterator[bytes]:
    """The lines of the parts, read by the connection of this thread, in its transaction."""
    _plan_for_parts(connection)
    try:
        for query in parts(asked, _asking(connection)):
            yield _lines(connection, query)
    finally:
        with suppress(DatabaseError):  # a transaction that failed has ended with its settings
            _plan_as_ever(connection)


class Stream:
    """The lines of an export, in pieces, read by two connections of its own.

    They see what the transaction sees in which the stream is made, also after that has ended. It
    is to be closed, whether it was read or not.
    """

    def __init__(self, parts: Parts, asked: ExportQuery, heading: bytes = b"") -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        with ExitStack() as stack:
            readers = [stack.enter_context(_reader(snapshot)) for _ in range(2)]
            self._pieces = _parts_in_turn(parts, asked, readers, heading)
            stack.callback(self._pieces.close)
            self._opened = stack.pop_all()

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Read no more."""
        self._opened.close()


@contextmanager
def _reader(snapshot: str) -> Iterator[BaseDatabaseWrapper]:
    reader: BaseDatabaseWrapper = connection.copy()
    reader.inc_thread_sharing()  # the two threads that use it take turns
    try:
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute(_SNAPSHOT)
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        tell(reader)
        _plan_for_parts(reader)
        yield reader
    finally:
        reader.close()


def _parts_in_turn(
    parts: Parts, asked: ExportQuery, readers: Sequence[BaseDatabaseWrapper], heading: bytes
) -> Generator[bytes]:
    """The lines of the parts in order; while one reader reads a part, the other reads the next."""
    yield heading
    here, there = readers
    queries = parts(asked, _asking(here))
    with ThreadPoolExecutor(1) as beside:
        for query in queries:
            following = next(queries, None)
            waiting: Future[bytes] | None = None
            if following is not None:
                waiting = beside.submit(_lines, there, following)
            yield _lines(here, query)
            if waiting is not None:
                yield waiting.result()


def _plan_for_parts(reader: BaseDatabaseWrapper) -> None:
    with reader.cursor() as cursor:
        for name, value in _FOR_PARTS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _plan_as_ever(reader: BaseDatabaseWrapper) -> None:
    with reader.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _FOR_PARTS))


def _asking(reader: BaseDatabaseWrapper) -> Ask:
    def ask(query: Query) -> list[tuple[Any, ...]]:
        with reader.cursor() as cursor:
            cursor.execute(cursor.mogrify(query.sql, query.params))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    return ask


def _lines(reader: BaseDatabaseWrapper, query: Query) -> bytes:
    out = BytesIO()
    copied(query, out, reader)
    # No cell contains a line break (see plain_text.py), so each one ends a record.
    return out.getvalue().replace(b"\n", b"\r\n")
