"""An import that is killed in the middle leaves nothing, and the file can be imported again."""

import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.imports.conftest import Written
from tests.offices import Office, Opened

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


def test_a_killed_import_leaves_nothing_and_can_be_repeated(
    opened: Opened, migrated: Office, file: Path
) -> None:
    office = opened("killed_import", like=migrated)
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
        assert (
            count(looking, "SELECT count(*) FROM people_user WHERE username = 'command-line'") == 0
        )
        # What PostgreSQL learns of a table in which nothing was left: nothing is in it.
        looking.execute("ANALYZE placements_sale")
        assert f"{ROWS:,} sales" in office.run("manage.py", "import_sales", str(file))
        assert count(looking, "SELECT count(*) FROM placements_sale") == ROWS
        assert "The ledger agrees: " in office.run("manage.py", "verify_ledger")
    looker.close()
