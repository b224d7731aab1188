"""`restore`: the same books in an empty database, or a sentence and a database as it was."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql

from neoequity.embedded.server import PROGRAMS, USER, Server
from tests.enterable import enterable
from tests.offices import Office, Opened

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
NUMBERS = "SELECT sequencename, last_value FROM pg_sequences ORDER BY sequencename"
SESSIONS = "django_session"
PLACE = {"HOST": "host", "PORT": "port", "USER": "user", "DATABASE": "dbname"}
FROM_THE_FUTURE = """
    INSERT INTO django_migrations (app, name, applied)
    VALUES ('placements', '9999_what_is_to_come', now())
"""
ONE_CENT = """
    SET session_replication_role = replica;
    UPDATE placements_sale SET gross = gross + 0.01, net = net + 0.01 WHERE shares = 949710;
"""


def everything(office: Office) -> dict[str, Any]:
    """Every row of every table as text, but for who is signed in, and every next number."""
    found: dict[str, Any] = {"the next numbers": office.ask(NUMBERS)}
    with office.connect() as looker, looker.cursor() as cursor:
        for (table,) in office.ask(TABLES):
            name = sql.Identifier(table)
            cursor.execute(sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(name))
            found[table] = cursor.fetchall()
    looker.close()
    return {table: rows for table, rows in found.items() if table != SESSIONS}


@pytest.fixture
def fresh() -> Iterator[Office]:
    """A fresh checkout: a var directory with nothing in it, not even a server."""
    var = enterable() / "var"
    server = Server(var / "postgres")
    place = {"host": server.socket_directory, "port": 5432, "user": USER, "dbname": "postgres"}
    found = Office(place, NEOEQUITY_VAR=str(var))
    found.environment.pop("DATABASE_URL", None)
    yield found
    if server.data.exists():
        server.stop()


def test_a_backup_restored_on_a_fresh_machine_gives_the_same_books(
    office: Office, backup: Path, fresh: Office
) -> None:
    printed = fresh.run("manage.py", "restore", str(backup))

    assert re.search(r"^Restored from .*, SHA-256 [0-9a-f]{64}\.\n", printed)
    assert re.search(r"^The ledger agrees: ", printed, re.MULTILINE)  # after its findings, if any
    assert everything(fresh) == everything(office)
    assert fresh.ask(f"SELECT * FROM {SESSIONS}") == []  # noqa: S608 - a name of ours
    assert fresh.run("manage.py", "prepare") == ""  # no example, and no new first user
    assert everything(fresh) == everything(office)


def test_a_database_that_holds_books_is_left_as_it_is(
    office: Office, backup: Path, opened: Opened
) -> None:
    other = opened("other", like=office)
    before = everything(other)

    complaint = other.fail("manage.py", "restore", str(backup))

    assert re.fullmatch(
        r"The database is not empty: it holds \d+ tables, such as api_apitoken\. "
        r"A backup is restored into an empty database only\.",
        complaint,
    )
    assert everything(other) == before


def test_a_database_that_holds_any_table_is_left_as_it_is(backup: Path, opened: Opened) -> None:
    other = opened("somebody_elses")
    other.ask("CREATE SCHEMA theirs; CREATE TABLE theirs.minutes AS SELECT 'of the board' AS line")

    complaint = other.fail("manage.py", "restore", str(backup))

    assert complaint.startswith("The database is not empty: it holds 1 table, such as minutes. ")
    assert other.ask("SELECT line FROM theirs.minutes") == [("of the board",)]
    assert other.ask(TABLES) == []


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95], ids=lambda part: f"{part:.0%}")
def test_a_file_that_was_cut_short_changes_nothing(
    part: float, backup: Path, opened: Opened, tmp_path: Path
) -> None:
    whole, cut = backup.read_bytes(), tmp_path / "cut.dump"
    cut.write_bytes(whole[: int(len(whole) * part)])
    empty = opened(f"cut_{part * 100:.0f}")

    complaint = empty.fail("manage.py", "restore", str(cut))

    assert complaint.startswith("pg_restore failed, and nothing was changed: ")
    assert empty.ask(TABLES) == []


def test_a_file_whose_rows_were_damaged_changes_nothing(
    backup: Path, opened: Opened, tmp_path: Path
) -> None:
    content = bytearray(backup.read_bytes())
    content[-2000] ^= 0xFF
    damaged = tmp_path / "damaged.dump"
    damaged.write_bytes(content)
    empty = opened("damaged")

    complaint = empty.fail("manage.py", "restore", str(damaged))

    assert complaint.startswith("pg_restore failed, and nothing was changed: ")
    assert empty.ask(TABLES) == []


def test_a_file_that_is_no_backup_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("of the board" * 1000)
    empty = opened("no_backup")

    missing = empty.fail("manage.py", "restore", str(tmp_path / "none.dump"))
    other = empty.fail("manage.py", "restore", str(minutes))

    assert missing == f"{tmp_path / 'none.dump'} is not a file."
    assert other.startswith("pg_restore failed, and nothing was changed: ")
    assert empty.ask(TABLES) == []


def test_books_of_a_newer_version_are_refused(
    office: Office, opened: Opened, tmp_path: Path
) -> None:
    newer, empty = opened("newer", like=office), opened("older_product")
    newer.ask(FROM_THE_FUTURE)
    newer.run("manage.py", "backup", str(tmp_path / "newer.dump"))

    complaint = empty.fail("manage.py", "restore", str(tmp_path / "newer.dump"))

    assert complaint == (
        f"{tmp_path / 'newer.dump'} was written by a newer version of NeoEquity "
        "(placements.9999_what_is_to_come is not known here): restore it with that version."
    )
    assert empty.ask(TABLES) == []


def test_books_of_an_older_version_are_brought_up_to_date(
    office: Office, opened: Opened, tmp_path: Path
) -> None:
    older, restored = opened("older", like=office), opened("brought_up_to_date")
    older.run("manage.py", "migrate", "sessions", "zero", "--verbosity=0")
    older.run("manage.py", "backup", str(tmp_path / "older.dump"))

    printed = restored.run("manage.py", "restore", str(tmp_path / "older.dump"))

    assert (SESSIONS,) not in older.ask(TABLES)
    assert (SESSIONS,) in restored.ask(TABLES)
    assert "The ledger agrees: " in printed


def test_books_that_cannot_be_brought_up_to_date_are_restored_as_they_were(
    office: Office, opened: Opened, tmp_path: Path
) -> None:
    odd, restored = opened("odd", like=office), opened("restored_odd")
    odd.ask("DELETE FROM django_migrations WHERE app = 'sessions'")
    odd.run("manage.py", "backup", str(tmp_path / "odd.dump"))

    complaint = restored.fail("manage.py", "restore", str(tmp_path / "odd.dump"))

    assert complaint == (
        "The books are restored as they were, but not brought up to date: "
        'relation "django_session" already exists. '
        "Run: manage.py migrate, then manage.py verify_ledger"
    )
    assert everything(restored) == everything(odd)


def test_books_that_do_not_agree_are_restored_and_said_not_to_agree(
    office: Office, opened: Opened, tmp_path: Path
) -> None:
    wrong, restored = opened("wrong", like=office), opened("restored_wrong")
    wrong.ask(ONE_CENT)
    wrong.run("manage.py", "backup", str(tmp_path / "wrong.dump"))

    complaint = restored.fail("manage.py", "restore", str(tmp_path / "wrong.dump"))

    assert complaint.startswith("The ledger does not agree: ")
    assert everything(restored) == everything(wrong)


def test_an_archive_of_another_database_is_refused(opened: Opened, tmp_path: Path) -> None:
    theirs, empty = opened("theirs"), opened("not_theirs")
    theirs.ask("CREATE TABLE minutes AS SELECT 'of the board' AS line")
    path = tmp_path / "theirs.dump"
    subprocess.run(
        [PROGRAMS / "pg_dump", "--format=custom", f"--file={path}"],
        env={**os.environ, **{f"PG{name}": str(theirs.place[key]) for name, key in PLACE.items()}},
        check=True,
    )

    complaint = empty.fail("manage.py", "restore", str(path))

    assert complaint == f"{path} is an archive of another database, not a backup of NeoEquity."
    assert empty.ask(TABLES) == []
