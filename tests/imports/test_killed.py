"""An import that is killed in the middle leaves nothing, and the file can be imported again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2 import extensions
from pytest_django import DjangoDbBlocker

from tests.imports.conftest import Written

ROWS = 10_000
PREPARE = """
import django
django.setup()
from tests.factories import PlacementFactory
PlacementFactory(accepted=True, shares_offered=2_000_000)
"""
IN_THE_MIDDLE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query LIKE '%INSERT INTO "placements_sale"%'
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Office:
    """The product on a database of its own, where other processes see what was committed."""

    def __init__(self, place: dict[str, Any]) -> None:
        self.place = place

    def start(self, *command: str) -> subprocess.Popen[str]:
        place = {name: quote(str(value), safe="") for name, value in self.place.items()}
        login = f"{place['user']}:{place.get('password', '')}"
        address = f"{login}@{place['host']}:{place['port']}/{place['dbname']}"
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": f"postgres://{address}",
                "DJANGO_SETTINGS_MODULE": "neoequity.settings",
                "NEOEQUITY_TODAY": "2001-11-13",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> str:
        process = self.start(*command)
        printed, complaints = process.communicate(timeout=120)
        assert process.returncode == 0, complaints
        return printed

    def connect(self) -> extensions.connection:
        return psycopg2.connect(**self.place)


@pytest.fixture
def office(django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    """A database of its own on the server of the tests, thrown away afterwards."""
    with django_db_blocker.unblock():
        connection.ensure_connection()  # starts the server where it is ours to start
        connection.close()
        found = connection.get_connection_params()
    place = {name: found[name] for name in ("host", "port", "user", "password") if name in found}
    name = f"killed_import_{os.getpid()}"
    server = psycopg2.connect(dbname="postgres", **place)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield Office({**place, "dbname": name})
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.close()


@pytest.fixture
def file(written: Written) -> Path:
    """Ten thousand notices."""
    start = "sales-agreement,1,2001-11-09,100,4.00,,negotiated"
    return written([f"{start},R{number}" for number in range(ROWS)])


def count(cursor: Any, query: str) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])


def wait_until(cursor: Any, query: str, wanted: int) -> None:
    for _ in range(600):
        if count(cursor, query) == wanted:
            return
        time.sleep(0.05)
    pytest.fail(f"Waited in vain for {wanted}: {query}")


def test_a_killed_import_leaves_nothing_and_can_be_repeated(office: Office, file: Path) -> None:
    office.run("manage.py", "migrate", "--verbosity=0")
    office.run("-c", PREPARE)
    looker = office.connect()
    looker.autocommit = True

    # Whoever holds the placement stops the import after its rows and before its totals.
    with office.connect() as holder, holder.cursor() as holding, looker.cursor() as looking:
        holding.execute("SELECT 1 FROM placements_placement FOR NO KEY UPDATE")
        importing = office.start("manage.py", "import_sales", str(file))
        wait_until(looking, IN_THE_MIDDLE, 1)
        importing.send_signal(signal.SIGKILL)
        importing.communicate()
    holder.close()

    with looker.cursor() as looking:
        wait_until(looking, OTHERS, 0)
        assert count(looking, "SELECT count(*) FROM placements_sale") == 0
        assert count(looking, "SELECT sum(gross_sold) FROM placements_agreement") == 0
        assert count(looking, "SELECT count(*) FROM auth_user WHERE username = 'command-line'") == 0
        # What PostgreSQL learns of a table in which nothing was left: nothing is in it.
        looking.execute("ANALYZE placements_sale")
        assert f"{ROWS:,} sales" in office.run("manage.py", "import_sales", str(file))
        assert count(looking, "SELECT count(*) FROM placements_sale") == ROWS
        assert "The ledger agrees: " in office.run("manage.py", "verify_ledger")
    looker.close()
