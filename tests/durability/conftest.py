"""An office that somebody uses, and its backup."""

from pathlib import Path

import pytest

from tests.offices import Office, Opened


@pytest.fixture(scope="session")
def office(opened: Opened, prepared: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The example programme with its history, a first user, and somebody signed in."""
    found = opened("office", like=prepared)
    found.environment["NEOEQUITY_VAR"] = str(tmp_path_factory.mktemp("var"))
    found.ask("INSERT INTO django_session VALUES ('a key', 'who it is', now())")
    return found


@pytest.fixture(scope="session")
def backup(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    path = tmp_path_factory.mktemp("backup") / "books.dump"
    office.run("manage.py", "backup", str(path))
    return path
