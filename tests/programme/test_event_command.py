"""`load_programme --with-history` with events, as an office runs it: processes on a database."""

from datetime import date
from pathlib import Path

import pytest

from tests.offices import Office, Opened
from tests.programme.told import Content, delivered, opened, programme, sold, written

COUNTED = (
    "SELECT (SELECT COUNT(*) FROM placements_agreement), (SELECT COUNT(*) FROM placements_sale), "
    "(SELECT COUNT(*) FROM placements_loadedevent)"
)
SOLD = [*opened(), sold("N-1", date(2001, 11, 9), 100, "2.00")]


@pytest.fixture(scope="module")
def office(opened: Opened, migrated: Office) -> Office:
    """Empty books on the last day of 2001."""
    empty = opened("events", like=migrated)
    empty.environment["NEOEQUITY_TODAY"] = "2001-12-31"
    return empty


def load(tmp_path: Path, content: Content) -> tuple[str, ...]:
    file = written(content, tmp_path / "programme.toml")
    return "manage.py", "load_programme", str(file), "--with-history"


def test_events_are_loaded_once_and_a_longer_file_goes_on(office: Office, tmp_path: Path) -> None:
    early = delivered("N-1", date(2001, 11, 8))
    refused = office.fail(*load(tmp_path, programme(*SOLD, early)))

    assert refused.startswith("Event 5 (delivery): ")
    assert "2001-11-08" in refused
    assert office.ask(COUNTED) == [(0, 0, 0)]

    assert office.run(*load(tmp_path, programme(*SOLD))).splitlines()[-1] == "Event 4 (sale)"
    assert office.ask(COUNTED) == [(1, 1, 4)]
    again = office.run(*load(tmp_path, programme(*SOLD)))
    assert again == "Nothing to load: the books hold all of it.\n"
    assert office.ask(COUNTED) == [(1, 1, 4)]

    assert office.fail(*load(tmp_path, programme(*SOLD, early))) == refused
    assert office.ask(COUNTED) == [(1, 1, 4)]
    settled = programme(*SOLD, delivered("N-1", date(2001, 11, 15)))
    assert office.run(*load(tmp_path, settled)) == "Event 5 (delivery)\n"
    assert office.run("manage.py", "verify_ledger").startswith("The ledger agrees: ")
