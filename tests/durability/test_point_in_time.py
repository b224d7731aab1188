"""Recovery to a moment, with the server's own tools: docs/operations.md says how, this shows it."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from neoequity.embedded.server import Server
from tests.durability.servers import base_backup, of_the_server, office_in
from tests.enterable import enterable
from tests.offices import Office

PATIENCE = 60  # seconds
DAYS = "SELECT day::text FROM company_marketprice ORDER BY day DESC LIMIT 1"


@pytest.fixture
def place() -> Iterator[Path]:
    found = enterable()
    yield found
    for data in found.glob("*/postgres"):
        Server(data).stop()


def archived_into(archive: Path, office: Office, data: Path) -> None:
    """Have the server copy each segment of its log into the archive before it is used again."""
    for name, value in {
        "wal_level": "replica",
        "archive_mode": "on",
        "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f",
    }.items():
        with (data / "postgresql.auto.conf").open("a", encoding="ascii") as settings:
            settings.write(f"{name} = '{value}'\n")
    office.run("manage.py", "stop_database")
    Server(data).ensure_running()


def priced(office: Office, day: str, file: Path) -> None:
    """Record the closing price of a day."""
    file.write_text(f"date,close,bid,volume,source\n{day},4.10,,,Agent's mail\n", encoding="utf-8")
    office.run("manage.py", "import_prices", str(file))


def until_written_again(office: Office) -> None:
    """Wait until the server has reached the moment; until then it can only be read."""
    ends = time.monotonic() + PATIENCE
    while office.ask("SELECT pg_is_in_recovery()") == [(True,)]:
        assert time.monotonic() < ends
        time.sleep(0.1)


def head(printed: str) -> str:
    """The last line of a proof: where the issuer's chain stands."""
    return printed.splitlines()[-1]


def test_the_books_come_back_as_they_were_at_a_moment_and_their_proof_is_clean(
    place: Path, tmp_path: Path, backup: Path
) -> None:
    var, archive, recovered = place / "var", place / "archive", place / "recovered"
    data, file = var / "postgres", tmp_path / "prices.csv"
    office = office_in(var)
    office.run("manage.py", "restore", str(backup))
    archive.mkdir()
    archived_into(of_the_server(archive), office, data)
    recovered.mkdir()
    base_backup(data, recovered / "postgres")

    priced(office, "2001-11-12", file)
    as_it_was = head(office.run("manage.py", "verify_ledger"))
    [(moment,)] = office.ask("SELECT clock_timestamp()::text")
    priced(office, "2001-11-13", file)  # what must not have been
    office.ask("SELECT pg_switch_wal()")
    office.run("manage.py", "stop_database")
    shutil.rmtree(data)

    with (recovered / "postgres/postgresql.auto.conf").open("a", encoding="ascii") as settings:
        settings.write(
            f"restore_command = 'cp {archive}/%f %p'\n"
            f"recovery_target_time = '{moment}'\n"
            "recovery_target_action = 'promote'\n"
            "archive_mode = 'off'\n"
        )
    (recovered / "postgres/recovery.signal").touch()
    of_the_server(recovered / "postgres")
    back = office_in(recovered)
    Server(recovered / "postgres").ensure_running()
    until_written_again(back)
    proof = back.run("manage.py", "verify_ledger")

    assert "The ledger agrees: " in proof
    assert head(proof) == as_it_was
    assert back.ask(DAYS) == [("2001-11-12",)]
