"""Whose books are seen: inside `seeing` each statement reads and writes those of some issuers.

The database keeps to it by the policies of `triggers.seen`. The setting travels with each statement
and ends with its transaction, so a session that others use as well, as of a pool, stays as it was.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import (
    TRANSACTION_STATUS_IDLE,
    TRANSACTION_STATUS_INERROR,
    TRANSACTION_STATUS_INTRANS,
)
from psycopg2.sql import SQL, Composable

from neoequity.books.triggers.seen import SETTING

#: The keys of the issuers; None for all.
Keys = frozenset[int] | None


class _Sight:
    """What is seen until the frame ends."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys


_ALL = _Sight(None)
_now: ContextVar[_Sight] = ContextVar("sight", default=_ALL)


#: Not empty once the role is known to be kept apart: it does not become the owner of its tables.
_known_apart: list[bool] = []


class UnseenError(RuntimeError):
    """Nothing says whose books are seen."""


def seen() -> Keys:
    """The keys of the issuers that are seen now; None for all."""
    return _now.get().keys


@contextmanager
def seeing(keys: Iterable[int] | None) -> Iterator[None]:
    """Inside, the books of these issuers are all there are; with None, those of all.

    It takes the place of a frame around it, whatever that sees.
    """
    token = _now.set(_Sight(None if keys is None else frozenset(keys)))
    try:
        _tell()  # a transaction that is open already still sees what it saw
        if _told in connection.execute_wrappers:
            yield
        else:
            with connection.execute_wrapper(_told):
                yield
    finally:
        _now.reset(token)
        _tell()


def narrow(keys: Keys) -> None:
    """From now until the end of the frame, see these issuers only, of those that are seen."""
    sight = _now.get()
    if sight is _ALL:
        raise UnseenError("There is no frame to narrow.")
    sight.keys = both(sight.keys, keys)


def both(some: Keys, others: Keys) -> Keys:
    """The issuers that are among these and those."""
    if some is None or others is None:
        return others if some is None else some
    return some & others


def prefix() -> str:
    """What to put before a statement that Django's wrappers do not see; empty if all is seen."""
    keys = seen()
    return "" if keys is None else f"{_setting(keys)}; "


def tell(reader: BaseDatabaseWrapper) -> None:
    """Have the open transaction of another connection see what is seen here."""
    if sql := prefix():
        with reader.cursor() as cursor:
            cursor.execute(sql)


def is_kept_apart() -> bool:
    """Whether policies concern the role of this connection: not that of a table's owner."""
    if not _known_apart:
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active('books_issuer')")
            if cursor.fetchone()[0]:
                _known_apart.append(True)
    return bool(_known_apart)


def _setting(keys: Keys) -> str:
    listed = "" if keys is None else f"{{{','.join(map(str, sorted(keys)))}}}"
    return f"SET LOCAL {SETTING} = '{listed}'"


def _tell() -> None:
    """Have a transaction that is open, and not failed, see what is seen now."""
    opened = connection.connection
    if opened is not None and opened.get_transaction_status() == TRANSACTION_STATUS_INTRANS:
        with opened.cursor() as cursor:
            cursor.execute(_setting(seen()))


@contextmanager
def _transaction_of(opened: Any) -> Iterator[None]:
    """The transaction that is open, else one for a cursor that keeps its rows past its end."""
    if opened.get_transaction_status() != TRANSACTION_STATUS_IDLE:
        yield
        return
    with opened.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def _told(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Django's wrapper of each statement; puts the setting before it."""
    keys, cursor = seen(), context["cursor"]
    status = cursor.connection.get_transaction_status()
    if keys is None or status == TRANSACTION_STATUS_INERROR:
        return execute(sql, params, many, context)
    if getattr(cursor, "name", None):
        with _transaction_of(cursor.connection):
            _tell()  # whatever the cursor itself is sent becomes its query
            return execute(sql, params, many, context)
    told = f"{_setting(keys)}; "
    if isinstance(sql, Composable):
        return execute(SQL(told) + sql, params, many, context)
    if isinstance(sql, bytes):
        return execute(told.encode() + sql, params, many, context)
    return execute(told + sql, params, many, context)
