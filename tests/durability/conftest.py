"""Offices with books in them, and empty ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.offices import Office, Opened, offices


@pytest.fixture(scope="session")
def opened(django_db_blocker: DjangoDbBlocker) -> Iterator[Opened]:
    """Opens offices by name; their databases are thrown away after the last test."""
    with django_db_blocker.unblock(), offices() as opened:
        yield opened


@pytest.fixture(scope="session")
def office(opened: Opened, migrated: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The example programme with its history, a first user, and somebody logged in."""
    found = opened("office", like=migrated)
    found.environment["NEOEQUITY_VAR"] = str(tmp_path_factory.mktemp("var"))
    found.environment["DJANGO_SUPERUSER_PASSWORD"] = "a-board-room-in-irvine"
    found.run("manage.py", "prepare")
    found.ask("INSERT INTO django_session VALUES ('a key', 'who it is', now())")
    return found


@pytest.fixture(scope="session")
def backup(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    path = tmp_path_factory.mktemp("backup") / "books.dump"
    office.run("manage.py", "backup", str(path))
    return path
