"""The product on databases of its own, where its commands are processes as an office runs them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import extensions

PATIENCE = 120  # seconds for one command


class Office:
    """The product on one database, which other processes see as it was committed."""

    def __init__(self, place: dict[str, Any], **environment: str) -> None:
        self.place = place
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

    def connect(self) -> extensions.connection:
        return psycopg2.connect(**self.place)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one statement, which is committed."""
        with self.connect() as asking, asking.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
        asking.close()
        return rows


def at(place: dict[str, Any]) -> Office:
    """The office on the database at this place, by its address."""
    told = {name: quote(str(value), safe="") for name, value in place.items()}
    login = f"{told['user']}:{told.get('password', '')}"
    address = f"{login}@{told['host']}:{told['port']}/{told['dbname']}"
    return Office(place, DATABASE_URL=f"postgres://{address}")


Opened = Callable[..., Office]


def server_of_the_tests() -> dict[str, Any]:
    """Where it is and who enters; started where it is ours to start."""
    connection.ensure_connection()
    connection.close()
    found = connection.get_connection_params()
    return {name: found[name] for name in ("host", "port", "user", "password") if name in found}


@contextmanager
def offices(place: dict[str, Any]) -> Iterator[Opened]:
    """Open offices on this server: `opened("name")`, `opened("copy", like=office)`.

    Their databases are thrown away at the end.
    """
    server = psycopg2.connect(dbname="postgres", **place)
    server.autocommit = True
    made: list[str] = []

    def opened(name: str, like: Office | None = None) -> Office:
        name = f"{name}_{os.getpid()}"
        template = like.place["dbname"] if like else "template1"
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        made.append(name)
        return at({**place, "dbname": name})

    yield opened
    with server.cursor() as cursor:
        for name in made:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.close()
