"""The product on databases of its own, where its commands are processes as an office runs them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import extensions
from pytest_django import DjangoDbBlocker

from neoequity.database_roles import as_owner

PATIENCE = 300  # seconds for one command
PASSWORD = "a-board-room-in-irvine"  # of the first user, and of the approver
APPROVER = "second-cfo"


class Office:
    """The product on one database, which other processes see as it was committed."""

    def __init__(self, place: dict[str, Any], **environment: str) -> None:
        self.place = place
        self.printed = ""  # by its first start
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "neoequity.settings",
            "NEOEQUITY_TODAY": "2001-11-13",
            **environment,
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> str:
        """What it prints; it must end with 0."""
        process = self.start(*command)
        printed, complaints = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, complaints
        return printed

    def fail(self, *command: str) -> str:
        """What it complains of; it must end with 1, and with one line."""
        process = self.start(*command)
        _, complaint = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert complaint.count("\n") == 1, complaint
        return complaint.strip().removeprefix("CommandError: ")

    def check(self) -> str:
        """What `check --deploy` has against the role in the database; empty if nothing."""
        process = self.start("manage.py", "check", "--deploy", "--tag", "security")
        _, complaint = process.communicate(timeout=PATIENCE)
        lines = [line for line in complaint.splitlines() if "neoequity.E001" in line]
        assert process.returncode == bool(lines), complaint
        return "\n".join(lines)

    def connect(self) -> extensions.connection:
        connection: extensions.connection = psycopg2.connect(**self.place)
        return connection

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one statement, which is committed."""
        with self.connect() as asking, asking.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
        asking.close()
        return rows


def at(place: dict[str, Any]) -> Office:
    """The office on the database at this place, by its address: as application and as owner."""
    told = {name: quote(str(value), safe="") for name, value in place.items()}
    there = f"{told.get('password', '')}@{told['host']}:{told['port']}/{told['dbname']}"
    return Office(
        place,
        DATABASE_URL=f"postgres://{settings.DATABASE_APPLICATION}:{there}",
        DATABASE_OWNER_URL=f"postgres://{told['user']}:{there}",
    )


Opened = Callable[..., Office]


def server_of_the_tests() -> dict[str, Any]:
    """Where it is and who owns it; started where it is ours to start."""
    with as_owner(), connection._nodb_cursor():
        found = connection.get_connection_params()
    return {name: found[name] for name in ("host", "port", "user", "password") if name in found}


@contextmanager
def offices(blocker: DjangoDbBlocker) -> Iterator[Opened]:
    """Open offices on the server: `opened("name")`, `opened("copy", like=office)`.

    A copy has the var directory of the other. Their databases are thrown away at the end.
    """
    with blocker.unblock():
        place = server_of_the_tests()
    made: list[Office] = []

    def opened(name: str, like: Office | None = None) -> Office:
        office = at({**place, "dbname": f"{name}_{os.getpid()}_{len(made)}"})
        if like and "NEOEQUITY_VAR" in like.environment:
            office.environment["NEOEQUITY_VAR"] = like.environment["NEOEQUITY_VAR"]
        office.printed = like.printed if like else ""
        _make(office, like)
        made.append(office)
        return office

    yield opened
    for office in made:
        _remove(office)


def migrated_office() -> Office:
    """An office with its tables and nothing in them, to be copied: `opened("name", like=it)`.

    Migrating takes many seconds, so its database is kept on the server and named after the
    migrations that made it; those of other migrations are dropped. Of several processes the first
    makes it, and under another name until it is whole.
    """
    place = server_of_the_tests()
    kept = at({**place, "dbname": f"{_MIGRATED}_{_migrations_digest()}"})
    names = [name for (name,) in _at_its_server(kept, _DATABASES)]
    if kept.place["dbname"] not in names:
        with _one_at_a_time(kept):
            names = [name for (name,) in _at_its_server(kept, _DATABASES)]
            if kept.place["dbname"] not in names:
                for stale in names:
                    _remove(at({**place, "dbname": stale}))
                made = at({**place, "dbname": f"{_MIGRATED}_unfinished"})
                _make(made)
                made.run("manage.py", "migrate", "--verbosity=0")
                _at_its_server(
                    made,
                    f'ALTER DATABASE "{made.place["dbname"]}" RENAME TO "{kept.place["dbname"]}"',
                )
    return kept


_MIGRATED = "neoequity_migrated"
# Put together from a name of our own.
_DATABASES = f"SELECT datname FROM pg_database WHERE datname LIKE '{_MIGRATED}%'"  # noqa: S608


def _migrations_digest() -> str:
    """Of all that migrating runs: the migrations, and the releases of the packages beside them."""
    sources = [
        *settings.BASE_DIR.glob("requirements*.txt"),
        *settings.BASE_DIR.glob("*/migrations/*.py"),
        *settings.BASE_DIR.glob("neoequity/*/migrations/*.py"),
    ]
    digest = sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time(office: Office) -> Iterator[None]:
    """The lock is the server's, so that the processes of all runs on it share it."""
    server = psycopg2.connect(**{**office.place, "dbname": "postgres"})
    with server.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [_MIGRATED])
        yield
    server.close()


def _make(office: Office, like: Office | None = None) -> None:
    template = like.place["dbname"] if like else "template1"
    _at_its_server(office, f'CREATE DATABASE "{office.place["dbname"]}" TEMPLATE "{template}"')
    # A copy has the rights of its template on all but itself.
    _at_its_server(office, f'REVOKE TEMPORARY ON DATABASE "{office.place["dbname"]}" FROM PUBLIC')


def _remove(office: Office) -> None:
    _at_its_server(office, f'DROP DATABASE IF EXISTS "{office.place["dbname"]}" WITH (FORCE)')


def _at_its_server(office: Office, statement: str) -> list[tuple[Any, ...]]:
    server = psycopg2.connect(**{**office.place, "dbname": "postgres"})
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    server.close()
    return rows
