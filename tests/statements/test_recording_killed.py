"""A statement whose recording is killed in the middle leaves nothing, and can be recorded again."""

import signal
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.imports.test_killed import OTHERS, count, wait_until
from tests.offices import Office, Opened
from tests.statements import files

LINES = 20_000
PREPARE = """
import django
django.setup()
from tests.statements.recorded import sender_of
sender_of("bank")
"""
#: The lines are in, and the commit waits for the log, which is its last lock.
HELD = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE 'COMMIT%'
"""


def test_a_killed_recording_leaves_nothing_and_can_be_repeated(
    opened: Opened, migrated: Office, tmp_path: Path
) -> None:
    office = opened("killed_statement", like=migrated)
    office.run("-c", PREPARE)
    file = tmp_path / "statement.ofx"
    file.write_bytes(statement())
    looker = office.connect()
    looker.autocommit = True

    with office.connect() as holder, holder.cursor() as holding, looker.cursor() as looking:
        holding.execute("SELECT 1 FROM books_changelog FOR UPDATE")
        importing = office.start("manage.py", "import_statement", *told(file))
        wait_until(looking, HELD, 1)
        importing.send_signal(signal.SIGKILL)
        importing.communicate()
    holder.close()

    with looker.cursor() as looking:
        wait_until(looking, OTHERS, 0)
        for table in ("statement", "statementline"):
            assert count(looking, f"SELECT count(*) FROM statements_{table}") == 0  # noqa: S608  # our names
        assert f"{LINES:,} new" in office.run("manage.py", "import_statement", *told(file))
        assert count(looking, "SELECT count(*) FROM statements_statementline") == LINES
        assert "The ledger agrees: " in office.run("manage.py", "verify_ledger")
    looker.close()


def told(file: Path) -> tuple[str, ...]:
    return "bank", str(file), "--layout", "ofx"


def statement() -> bytes:
    lines = [
        files.payment(n, files.NOV_9 + timedelta(n % 10), f"{n}.25", f"B-{n}")
        for n in range(1, LINES + 1)
    ]
    return files.as_ofx(lines, Decimal(0))
