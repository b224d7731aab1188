"""Servers of the database that a test starts itself, and streaming replicas of them."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg2
import pytest
from django.conf import settings

from neoequity.embedded import account
from neoequity.embedded.server import PROGRAMS, USER, Server
from tests.offices import Office, at

PATIENCE = 60  # seconds


def place_of(server: Server) -> dict[str, Any]:
    """Where its database is, as its owner."""
    return {"host": str(server.socket_directory), "port": 5432, "user": USER, "dbname": "postgres"}


def office_in(var: Path) -> Office:
    """The office whose embedded server is in this directory."""
    found = Office(place_of(Server(var / "postgres")), NEOEQUITY_VAR=str(var))
    found.environment.pop("DATABASE_URL", None)
    return found


def of_the_server(directory: Path) -> Path:
    """The directory with all in it, given to the account that the server runs as."""
    directory.chmod(0o700)
    if os.geteuid() == 0:
        for path in (directory, *directory.rglob("*")):
            account.hand_over(path)
    return directory


def base_backup(data: Path, copy: Path, *options: str) -> None:
    """A copy of the running server's files, as a backup by night would take it."""
    socket = str(Server(data).socket_directory)
    subprocess.run(
        [PROGRAMS / "pg_basebackup", "-h", socket, "-U", USER, "-D", copy, "-c", "fast", *options],
        check=True,
        capture_output=True,  # it tells of the socket, which is no file to copy
    )
    of_the_server(copy)


def server_of_all_tests() -> Server:
    """The embedded server on which the tests have their databases; else the test is skipped."""
    server = Server(settings.VAR / "postgres")
    if not server.data.exists():
        pytest.skip("The tests run on a server that is not theirs to copy.")
    return server


def until(sql: str, office: Office) -> None:
    """Wait until this is so."""
    ends = time.monotonic() + PATIENCE
    while office.ask(sql) != [(True,)]:
        assert time.monotonic() < ends, sql
        time.sleep(0.05)


class Standby:
    """A streaming replica of a server, in a directory of its own."""

    def __init__(self, of: Server, directory: Path) -> None:
        directory.mkdir(parents=True)
        self.of, self.data = of, directory / "postgres"
        # Other tests make checkpoints, which would take away what is still to be streamed.
        self._have("wal_keep_size", "256MB")
        # -R: where it streams from stands in its settings.
        base_backup(of.data, self.data, "-R", "-X", "stream")
        self.server = Server(self.data)
        self.office = at(place_of(self.server))
        self.start()

    @property
    def url(self) -> str:
        """Its address, as the application."""
        return url_of(self.server)

    def url_of(self, database: str) -> str:
        """The address of another database of it."""
        return f"{self.url.removesuffix('/postgres')}/{database}"

    def start(self) -> None:
        self.server.ensure_running()

    def stop(self) -> None:
        self.server.stop()

    def pause(self) -> None:
        """Receive, and do not replay."""
        self.office.ask("SELECT pg_wal_replay_pause()")
        until("SELECT pg_get_wal_replay_pause_state() = 'paused'", self.office)

    def resume(self) -> None:
        self.office.ask("SELECT pg_wal_replay_resume()")

    def promote(self) -> None:
        self.office.ask("SELECT pg_promote()")

    def be_waited_for(self) -> None:
        """From now on a commit is acknowledged only when it is on the disk of both."""
        self._have("synchronous_standby_names", "*")
        until(
            "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')",
            at(place_of(self.of)),
        )

    def no_longer_be_waited_for(self) -> None:
        self._have("synchronous_standby_names", "")

    def _have(self, setting: str, value: str) -> None:
        """Set something on the server that this is a replica of."""
        looker = psycopg2.connect(**place_of(self.of))
        looker.autocommit = True  # ALTER SYSTEM runs in no transaction
        with looker.cursor() as cursor:
            cursor.execute(f"ALTER SYSTEM SET {setting} = %s", [value])
            cursor.execute("SELECT pg_reload_conf()")
        looker.close()


def url_of(*servers: Server, needs: str = "") -> str:
    """The address of the first of these servers that is as needed, as the application."""
    hosts = ",".join(str(server.socket_directory) for server in servers)
    needed = f"?target_session_attrs={needs}" if needs else ""
    role = settings.DATABASE_APPLICATION
    return f"postgres://{role}@{quote(hosts, safe='')}:5432/postgres{needed}"


def kill_all_of(server: Server) -> None:
    """End it as a machine ends that loses its power: all of its processes, at once."""
    number = (server.data / "postmaster.pid").read_text().split("\n", 1)[0]
    postmaster = psutil.Process(int(number))
    for process in (postmaster, *postmaster.children()):
        process.kill()
