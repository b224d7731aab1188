"""`backup`: all the books of one moment in a file, or a sentence and no file."""

import hashlib
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.offices import Office, Opened

# Sells, one sale a transaction, until it is told that it may stop.
SELL_ON = """
import django, sys, threading
django.setup()
from tests.factories import PlacementFactory, UserFactory, sell
placement, person, told = PlacementFactory(accepted=True), UserFactory(), threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
while not told.is_set():
    sell(placement, 10, by=person)
"""
COUNT = "SELECT count(*) FROM placements_sale"
# A pg_dump that is newer than any server, notes how it was called, and fails.
NEWER = """#!/bin/sh
if [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) 99.1"; exit; fi
echo "$@" > "$NOTED"
echo "password $PGPASSWORD" >> "$NOTED"
echo "pg_dump: error: the disk is full" >&2
exit 1
"""
# A pg_dump that says where it could not write.
FULL = """#!/bin/sh
if [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) 99.1"; exit; fi
for argument; do case $argument in --file=*) file=${argument#--file=};; esac; done
echo "pg_dump: error: could not write to $file: No space left on device" >&2
exit 1
"""


def test_a_backup_is_the_owners_alone_and_says_its_size_and_its_sha256(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "books.dump"

    printed = office.run("manage.py", "backup", str(path))

    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert printed == f"The books are in {path}: {len(content):,} bytes, SHA-256 {digest}.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_backup_replaces_no_file(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text("of the board")

    complaint = office.fail("manage.py", "backup", str(path))

    assert complaint == f"{path} is there already; a backup never replaces a file."
    assert path.read_text() == "of the board"
    assert list(tmp_path.iterdir()) == [path]


def test_a_backup_into_a_directory_that_is_not_there_says_so(
    office: Office, tmp_path: Path
) -> None:
    complaint = office.fail("manage.py", "backup", str(tmp_path / "none" / "books.dump"))

    assert complaint == f"There is no directory {tmp_path / 'none'}."


def test_a_database_without_books_is_not_backed_up(opened: Opened, tmp_path: Path) -> None:
    complaint = opened("nothing").fail("manage.py", "backup", str(tmp_path / "books.dump"))

    assert complaint == "The database holds no books yet: there is nothing to back up."
    assert not list(tmp_path.iterdir())


def test_a_newer_program_on_the_path_is_used_and_its_failure_leaves_no_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text(NEWER)
    program.chmod(0o700)
    address = office.environment["DATABASE_OWNER_URL"].replace(":@", ":open-sesame@")
    monkeypatch.setitem(office.environment, "DATABASE_OWNER_URL", address)
    monkeypatch.setitem(office.environment, "PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setitem(office.environment, "NOTED", str(tmp_path / "noted.txt"))

    complaint = office.fail("manage.py", "backup", str(tmp_path / "books.dump"))

    path = tmp_path / "books.dump"
    assert complaint == f"{path}: pg_dump failed, and nothing was changed: the disk is full."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "noted.txt"]
    arguments, password = (tmp_path / "noted.txt").read_text().splitlines()
    assert "open-sesame" not in arguments
    assert password == "password open-sesame"


def test_a_backup_while_somebody_sells_holds_one_moment(
    opened: Opened, migrated: Office, tmp_path: Path
) -> None:
    busy, restored = opened("busy", like=migrated), opened("restored_busy")
    seller = busy.start("-c", SELL_ON)
    before = wait_for_sales(busy, seller, more_than=20)

    busy.run("manage.py", "backup", str(tmp_path / "books.dump"))

    after = wait_for_sales(busy, seller, more_than=before)
    _, complaints = seller.communicate(timeout=30)
    assert seller.returncode == 0, complaints
    assert "The ledger agrees: " in restored.run(
        "manage.py", "restore", str(tmp_path / "books.dump")
    )
    kept = restored.ask(COUNT)[0][0]
    assert before <= kept <= after
    assert restored.ask("SELECT max(number) FROM placements_sale") == [(kept,)]


def wait_for_sales(office: Office, seller: subprocess.Popen[str], more_than: int) -> int:
    deadline = time.monotonic() + 60
    while (sold := int(office.ask(COUNT)[0][0])) <= more_than:
        assert seller.poll() is None, seller.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return sold


def test_a_backup_does_not_follow_a_link(office: Office, tmp_path: Path) -> None:
    link, elsewhere = tmp_path / "books.dump", tmp_path / "elsewhere.dump"
    link.symlink_to(elsewhere)

    complaint = office.fail("manage.py", "backup", str(link))

    assert complaint == f"{link} is there already; a backup never replaces a file."
    assert not elsewhere.exists()


def test_a_failure_names_the_path_that_was_given(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text(FULL)
    program.chmod(0o700)
    monkeypatch.setitem(office.environment, "PATH", f"{program.parent}:/usr/bin:/bin")
    path = tmp_path / "books.dump"

    complaint = office.fail("manage.py", "backup", str(path))

    assert complaint == (
        f"pg_dump failed, and nothing was changed: could not write to {path}: No space left on "
        "device."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]
