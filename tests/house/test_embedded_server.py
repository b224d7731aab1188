"""The embedded server survives starts at the same time, killed processes and its own death."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from neoequity import databases
from neoequity.embedded import account, server
from neoequity.embedded.server import Server
from tests.enterable import enterable

START = (
    "import sys; from pathlib import Path; from neoequity.embedded.server import Server;"
    "Server(Path(sys.argv[1])).ensure_running()"
)


@pytest.fixture
def new() -> Iterator[Server]:
    """A server that is not made yet."""
    found = Server(enterable() / "postgres")
    yield found
    found.stop()


@pytest.fixture
def connection(new: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """A connection to it, as the product's owner has one."""
    database = databases.database({}, new.data.parent)
    database |= databases.owner({}, database)
    with django_db_blocker.unblock():
        found = ConnectionHandler({"default": database})["default"]
        yield found
        found.close()


def ask(connection: BaseDatabaseWrapper, sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def start_elsewhere(new: Server) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", START, str(new.data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def postmaster(new: Server) -> psutil.Process:
    return psutil.Process(int((new.data / "postmaster.pid").read_text().split()[0]))


def test_first_starts_at_the_same_time_make_one_server(new: Server) -> None:
    starts = [start_elsewhere(new) for _ in range(4)]

    assert [start.communicate()[0] for start in starts] == [b"", b"", b"", b""]
    assert [start.returncode for start in starts] == [0, 0, 0, 0]
    assert sorted(path.name for path in new.data.parent.iterdir()) == ["postgres", "postgres.lock"]
    assert (new.data / "log").read_text().count("ready to accept connections") == 1


def test_it_keeps_postgresqls_safe_settings_and_shuts_others_out(
    new: Server, connection: BaseDatabaseWrapper
) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(connection, f"SHOW {setting}") == "on"
    assert ask(connection, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(new.data.stat().st_mode) == 0o700


def test_it_has_a_role_for_the_application_whoever_connects_first(
    new: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    settings_of = {"default": databases.database({}, new.data.parent)}
    with django_db_blocker.unblock():
        application = ConnectionHandler(settings_of)["default"]
        assert ask(application, "SELECT current_user") == "neoequity_app"
        application.close()


def test_it_is_out_of_reach_of_ctrl_c(new: Server, connection: BaseDatabaseWrapper) -> None:
    ask(connection, "SELECT 1")

    assert os.getpgid(postmaster(new).pid) != os.getpgid(0)
    assert os.getsid(postmaster(new).pid) != os.getsid(0)


def test_a_connection_after_the_server_was_killed_finds_all_that_was_committed(
    new: Server, connection: BaseDatabaseWrapper
) -> None:
    ask(connection, "CREATE TABLE kept AS SELECT 42 AS answer")
    killed = postmaster(new)
    killed.kill()
    killed.wait(10)
    connection.close()

    assert ask(connection, "SELECT answer FROM kept") == 42
    assert postmaster(new) != killed


def test_a_second_start_keeps_the_data(new: Server, connection: BaseDatabaseWrapper) -> None:
    ask(connection, "CREATE TABLE kept AS SELECT 42 AS answer")
    connection.close()
    assert new.stop()
    assert not new.stop()

    assert ask(connection, "SELECT answer FROM kept") == 42


@pytest.mark.parametrize("moment", ["postgres.new-*", "postgres.new-*/global/pg_control"])
def test_a_process_killed_while_it_makes_the_server_does_no_harm(
    new: Server, connection: BaseDatabaseWrapper, moment: str
) -> None:
    start = start_elsewhere(new)
    wait_for(new.data.parent, moment)
    os.killpg(start.pid, signal.SIGKILL)
    start.communicate()

    assert ask(connection, "SELECT 1") == 1
    assert not list(new.data.parent.glob("postgres.new-*"))


def test_a_process_killed_while_it_starts_the_server_does_no_harm(
    new: Server, connection: BaseDatabaseWrapper
) -> None:
    start = start_elsewhere(new)
    wait_for(new.data.parent, "postgres/postmaster.pid")
    os.killpg(start.pid, signal.SIGKILL)
    start.communicate()

    assert ask(connection, "SELECT 1") == 1


def wait_for(directory: Path, pattern: str) -> None:
    deadline = time.monotonic() + 10
    while not list(directory.glob(pattern)):
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_a_stale_pid_that_another_process_has_now_does_not_stop_a_start(
    new: Server, connection: BaseDatabaseWrapper
) -> None:
    ask(connection, "SELECT 1")
    connection.close()
    new.stop()
    owner = new.data.stat().st_uid if os.geteuid() == 0 else None
    other = subprocess.Popen(["sleep", "60"], user=owner)
    (new.data / "postmaster.pid").write_text(f"{other.pid}\n{new.data}\n0\n5432\n.\n\n\nready\n")

    assert ask(connection, "SELECT 1") == 1
    other.kill()
    other.wait()


def test_a_stale_lock_of_the_socket_does_not_stop_a_start(
    new: Server, connection: BaseDatabaseWrapper
) -> None:
    ask(connection, "CREATE TABLE kept AS SELECT 42 AS answer")
    connection.close()
    new.stop()
    owner = new.data.stat().st_uid if os.geteuid() == 0 else None
    other = subprocess.Popen(["sleep", "60"], user=owner)
    lock = new.data / f"{server.SOCKET}.lock"
    lock.write_text(f"{other.pid}\n{new.data}\n0\n5432\n.\n")

    assert ask(connection, "SELECT answer FROM kept") == 42
    other.kill()
    other.wait()


@pytest.fixture
def deep() -> Iterator[Server]:
    """A server whose path is too long for a socket."""
    found = Server(enterable() / ("deep" * 25) / "postgres")
    found.data.parent.mkdir()
    yield found
    found.stop()
    if found.socket_directory.is_symlink():
        found.socket_directory.unlink()
    else:
        shutil.rmtree(found.socket_directory)


def test_a_path_too_long_for_a_socket_is_served_from_a_private_directory(deep: Server) -> None:
    assert deep.socket_directory.parent == server.TMP

    deep.ensure_running()

    assert (deep.socket_directory / server.SOCKET).is_socket()
    assert stat.S_IMODE(deep.socket_directory.stat().st_mode) == 0o700


def test_a_socket_directory_that_someone_else_laid_out_is_not_used(
    deep: Server, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    deep.socket_directory.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(server.ServerError, match="made by someone else"):
        deep.ensure_running()


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server below a directory that its owner alone may enter; and a home for what root runs."""
    monkeypatch.setattr(account, "HOME", enterable() / "home")
    private = enterable()
    var = private / "checkout" / "var"
    var.mkdir(parents=True)
    private.chmod(0o700)
    found = Server(var / "postgres")
    yield found
    found.stop()


def test_a_server_below_a_closed_directory_runs_and_nothing_above_var_changes(
    closed: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    above = [*closed.data.parent.parents, *server.WHEEL.parents]
    before = [(each.stat().st_mode, each.stat().st_uid, each.stat().st_gid) for each in above]

    for answer in (1, 2):
        with django_db_blocker.unblock():
            config = databases.database({}, closed.data.parent)
            connection = ConnectionHandler({"default": config})["default"]
            assert ask(connection, f"SELECT {answer}") == answer
            connection.close()
        closed.stop()

    assert [(each.stat().st_mode, each.stat().st_uid, each.stat().st_gid) for each in above] == (
        before
    )
    assert closed.data.is_symlink() == (os.geteuid() == 0)
    assert sorted(path.name for path in closed.data.parent.iterdir()) == [
        "postgres",
        "postgres.lock",
    ]


def test_only_var_itself_is_opened_for_the_account() -> None:
    checkout = enterable()
    var = checkout / "var"
    var.mkdir(mode=0o700)
    assert account.let_in(var)
    assert stat.S_IMODE(var.stat().st_mode) == 0o701

    checkout.chmod(0o700)
    assert account.closed_on_the_way(var) == checkout
    assert not account.let_in(var)
    assert stat.S_IMODE(checkout.stat().st_mode) == 0o700


def test_programs_that_others_may_not_run_are_copied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "HOME", tmp_path / "home")
    wheel = tmp_path / "closed" / "wheel"
    (wheel / "programs" / "bin").mkdir(parents=True)
    (wheel / "programs" / "bin" / "postgres").write_text("18")
    (wheel / "programs" / "bin" / "postgres").chmod(0o700)
    wheel.parent.chmod(0o700)

    copy = account.readable(wheel, "programs", "1.0")

    assert copy == tmp_path / "home" / "programs-1.0" / "wheel"
    assert (copy / "programs" / "bin" / "postgres").read_text() == "18"
    assert stat.S_IMODE((copy / "programs" / "bin" / "postgres").stat().st_mode) == 0o755
    assert stat.S_IMODE(wheel.parent.stat().st_mode) == 0o700
    assert account.readable(wheel, "programs", "1.0") == copy
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["programs-1.0"]


def test_a_directory_with_other_files_in_it_is_left_as_it_is(new: Server) -> None:
    new.data.mkdir()
    (new.data / "minutes.txt").write_text("of the board")

    with pytest.raises(server.ServerError, match="not empty"):
        new.ensure_running()

    assert (new.data / "minutes.txt").read_text() == "of the board"
