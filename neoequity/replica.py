"""Answers that a streaming replica may give: exports, reports, packs and pages of past days.

The whole answer is read in one snapshot of one server. The replica gives it only once it has all
that the primary had committed when it was asked; else, or when the replica fails, the primary does.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from neoequity.books.pages.request import DatedRequest
from neoequity.books.snapshot import one_snapshot
from neoequity.read_access import right_to
from neoequity.roles import READ_BOOKS

logger = logging.getLogger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[DatedRequest, P], HttpResponseBase]

#: Its name in DATABASES, where DATABASE_REPLICA_URL is set.
REPLICA = "replica"
#: The header that says which of the two gave an answer that either might have given.
READ_FROM = "X-Read-From"
PATIENCE = 0.5  # seconds for the replica to have what the primary has
LOOKED_EVERY = 0.01  # seconds between two looks at how far it is
LEFT_ALONE = 5  # seconds for which a replica that failed, or is far behind, is not asked

# The log that is on the primary's disk holds every commit that anyone was told of.
_PRIMARY_IS_AT = """
    SELECT pg_current_wal_flush_lsn()::text, system_identifier,
           left(pg_walfile_name(pg_current_wal_flush_lsn()), 8)
    FROM pg_control_system()
"""
# A server of the same books that split off at a failover has a timeline of its own.
_REPLICA_IS = """
    SELECT pg_is_in_recovery() AND system_identifier = %s
               AND lpad(to_hex(timeline_id), 8, '0') = lower(%s),
           pg_last_wal_replay_lsn() >= %s::pg_lsn
    FROM pg_control_system(), pg_control_checkpoint()
"""


class Position(NamedTuple):
    """How far the log of the primary is, and of which server and timeline it is."""

    lsn: str
    server: int
    timeline: str


class _Rest:
    """Until when this process leaves the replica alone."""

    until = 0.0


def reads_may_lag(view: View[P]) -> View[P]:
    """Marks a view that only reads: the replica may give its answers."""

    @wraps(view)
    def read(request: DatedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return answered(lambda: view(request, *args, **kwargs))

    return read


class PastDaysMiddleware:
    """Has the replica show pages of past days; the last, so that rights are asked of the primary.

    Only readers' pages of the books: the admin and the pages of people show no past day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: DatedRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer in the place of the view where it shows a past day."""
        match = request.resolver_match
        if (
            REPLICA not in connections.settings
            or request.method not in ("GET", "HEAD")
            or request.as_of >= request.today
            or right_to(view) != READ_BOOKS
            or match is None
            or match.app_name == "admin"
        ):
            return None
        return answered(lambda: view(request, *args, **kwargs))


def answered(answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer as the replica gives it, or else the primary; it must only read.

    Inside a transaction, which is the primary's or the replica's already, it is just given.
    """
    if REPLICA not in connections.settings or connection.in_atomic_block:
        return answer()
    given = _by_the_replica(answer)
    response = answer() if given is None else given
    response.headers[READ_FROM] = "primary" if given is None else REPLICA
    return response


def _by_the_replica(answer: Callable[[], HttpResponseBase]) -> HttpResponseBase | None:
    if time.monotonic() < _Rest.until:
        return None
    position = _position_of_the_primary()
    try:
        why_not = _why_not(position)
        if why_not:
            _leave_alone(why_not)
            return None
        with _in_the_primarys_place(), one_snapshot():
            response = answer()
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            return response
    except (DatabaseError, InterfaceError) as error:
        connections[REPLICA].close()
        _leave_alone(" ".join(str(error).split()) or type(error).__name__)
    return None


def _position_of_the_primary() -> Position:
    with connection.cursor() as cursor:
        cursor.execute(_PRIMARY_IS_AT)
        return Position(*cursor.fetchone())


def _why_not(position: Position) -> str:
    """Wait until the replica has come so far; why it must not be read, empty if it may."""
    lsn, server, timeline = position
    ends = time.monotonic() + PATIENCE
    while True:
        # By itself, before the snapshot: one that is taken first may lack what it waits for.
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_REPLICA_IS, [server, timeline, lsn])
            is_its_replica, has_it = cursor.fetchone()
        if not is_its_replica:
            return "it does not follow the primary"
        if has_it:
            return ""
        if time.monotonic() > ends:
            return f"it is more than {PATIENCE} s behind the primary"
        time.sleep(LOOKED_EVERY)


@contextmanager
def _in_the_primarys_place() -> Iterator[None]:
    """Whatever this thread asks of the database inside, it asks of the replica."""
    primary, replica = connections[DEFAULT_DB_ALIAS], connections[REPLICA]
    replica.execute_wrappers = primary.execute_wrappers  # what counts queries counts these, too
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


def _leave_alone(why: str) -> None:
    _Rest.until = time.monotonic() + LEFT_ALONE
    logger.warning("For %s s the primary answers instead of the replica: %s", LEFT_ALONE, why)
