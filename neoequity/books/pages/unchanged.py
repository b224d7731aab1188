"""What was made for a page, and is made again only after something was committed.

PostgreSQL's snapshot names the transactions whose work is seen: where two are equal, so is every
row, and nobody has to know which tables a page is made of.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from neoequity.books.pages.request import DatedRequest

T = TypeVar("T")

#: Seconds: what a page says of the moment, such as how long a request waits, is hardly older.
_LONGEST = 60
#: Of one process. A page is some 100 KB.
_MADE = LocMemCache("unless changed", {"TIMEOUT": _LONGEST, "OPTIONS": {"MAX_ENTRIES": 64}})
# Transactions are counted within the life of a server. One that has written sees its own work,
# which no snapshot tells; and that of a standby does not name the transactions still under way.
STATE = """
    SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text, current_database()
    WHERE pg_current_xact_id_if_assigned() IS NULL AND NOT pg_is_in_recovery()
"""


def unless_changed(request: DatedRequest, make: Callable[[], T]) -> T:
    """What `make` gave this session at this address and on this day, if nothing changed; one query.

    What it gives can be pickled. It must depend on nothing but the books, the session's person, the
    address and the days.
    """
    state = state_of_the_database()
    if state is None:
        return make()
    asked = (
        *(request.user.pk, request.session.session_key, request.get_full_path()),
        *(request.as_of, request.today),
    )
    key = hashlib.sha256(repr((*state, *asked)).encode()).hexdigest()
    made: T | None = _MADE.get(key)
    if made is None:
        made = make()
        _MADE.set(key, made)
    return made


def state_of_the_database() -> tuple[str, ...] | None:
    """What differs wherever something was committed between; None where that cannot be told.

    So it is for a transaction that has written, and on a standby. A commit of anything on the
    server counts: it only costs making a page once more.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cast(tuple[str, ...] | None, cursor.fetchone())
