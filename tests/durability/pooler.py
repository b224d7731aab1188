"""PgBouncer in front of the tests' server: a session of it for each transaction, and no longer."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from neoequity.embedded import account
from tests.enterable import enterable
from tests.offices import Office, at

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
PORT = 6432
PATIENCE = 20  # seconds
#: Fewer sessions than writers, so that these meet in each of them.
SESSIONS = 3
_SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_port = {own_port}
unix_socket_dir = {directory}
auth_type = trust
auth_file = {directory}/users
pool_mode = transaction
default_pool_size = {sessions}
logfile = {directory}/log
"""


@contextmanager
def pooled(office: Office) -> Iterator[Office]:
    """The same office by way of the pooler; what needs the owner goes past it, as the docs say."""
    directory = enterable()
    told = _SETTINGS.format(**office.place, own_port=PORT, directory=directory, sessions=SESSIONS)
    (directory / "pgbouncer.ini").write_text(told, encoding="ascii")
    users = f'"{_application(office)}" ""\n"{office.place["user"]}" ""\n'
    (directory / "users").write_text(users, encoding="ascii")
    command = [str(PGBOUNCER), str(directory / "pgbouncer.ini")]
    if os.geteuid() == 0:  # which it refuses to run as
        account.hand_over(directory)
        command[1:1] = ["-u", account.NAME]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        behind = at({**office.place, "host": str(directory), "port": PORT})
        behind.environment = {
            **office.environment,
            "DATABASE_URL": behind.environment["DATABASE_URL"],
        }
        _wait_for(behind, directory)
        yield behind
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _application(office: Office) -> str:
    return office.environment["DATABASE_URL"].removeprefix("postgres://").partition(":")[0]


def _wait_for(behind: Office, directory: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            behind.ask("SELECT 1")
        except psycopg2.OperationalError:
            log = directory / "log"
            assert time.monotonic() < ends, log.read_text() if log.exists() else "no log"
            time.sleep(0.05)
        else:
            return
