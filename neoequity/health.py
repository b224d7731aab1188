"""For monitoring: `/healthz`, whether the product lives; `/readyz`, whether it can serve."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from neoequity.backup import Migration

logger = logging.getLogger(__name__)

#: What must be free on the disks of a web host: some requests of the largest size, and answers.
ROOM = 256 * 1024 * 1024


class HealthMiddleware:
    """Answers before the session and sign-in middleware, which need the database themselves.

    Whoever asks is told which part fails; why it does, only the log says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _answer("ok", _faults_of_database())
        if request.path == "/readyz":
            return _answer("ready", _faults_of_host())
        return self.get_response(request)


def _answer(well: str, faults: Iterator[str]) -> JsonResponse:
    found = "; ".join(faults)
    return JsonResponse({"status": found or well}, status=503 if found else 200)


def _faults_of_database(*asked: Callable[[], Iterator[str]]) -> Iterator[str]:
    """That it does not answer; otherwise what else is asked of it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        for ask in asked:
            yield from ask()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The database does not answer: %s", str(error).strip())
        yield "the database does not answer"


def _faults_of_host() -> Iterator[str]:
    yield from _faults_of_database(_faults_of_tables)
    yield from _faults_of_disk()


def _faults_of_tables() -> Iterator[str]:
    missing = sorted(_known() - set(MigrationRecorder(connection).applied_migrations()))
    if missing:
        names = (".".join(migration) for migration in missing)
        logger.warning("Migrations that are not applied: %s", ", ".join(names))
        yield "migrations are not applied"


@cache
def _known() -> set[Migration]:
    """The migrations of this version, which stay the same as long as the process lives."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _faults_of_disk() -> Iterator[str]:
    for place in sorted({str(settings.VAR), tempfile.gettempdir()}):
        try:
            free = shutil.disk_usage(place).free
        except OSError as error:
            logger.warning("The disk under %s cannot be read: %s", place, error.strerror)
            yield "the disk cannot be read"
            return
        if free < ROOM:
            logger.warning("Only %s bytes are free in %s.", f"{free:,}", place)
            yield "the disk is almost full"
            return
