"""`/healthz` and `/readyz`: what monitoring and a proxy are told, and what is kept back."""

import logging
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.test import Client

from neoequity import databases, health
from neoequity.people.models import User
from tests.roles import owner
from tests.worlds import built_once

ADDRESS = "postgres://u:a-secret@127.0.0.1:1/none"


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A database that nobody answers for."""
    nowhere = databases.database({"DATABASE_URL": ADDRESS}, tmp_path)
    monkeypatch.setattr(health, "connection", ConnectionHandler({"default": nowhere})["default"])


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which a byte too few is free."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Disk(2**40, 0, health.ROOM - 1))


@built_once
def member(db: None) -> User:
    return User.objects.create_user("member", password="a long enough one")


@pytest.mark.parametrize(("address", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_a_stranger_may_ask(client: Client, db: None, address: str, status: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.json()) == (200, {"status": status})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_it_is_503_when_the_database_does_not_answer(
    client: Client, member: User, silent: None, address: str
) -> None:
    client.force_login(member)
    answer = client.get(address)

    assert answer.status_code == 503
    assert answer.json() == {"status": "the database does not answer"}


def test_a_host_whose_migrations_are_not_applied_is_alive_and_not_ready(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with owner():
        MigrationRecorder.Migration.objects.filter(app="people", name="0001_initial").delete()

    with caplog.at_level(logging.WARNING, "neoequity.health"):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "migrations are not applied"}
    assert caplog.messages[0] == "Migrations that are not applied: people.0001_initial"
    assert client.get("/healthz").status_code == 200


def test_a_host_without_room_on_its_disk_is_not_ready(client: Client, db: None, full: None) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "the disk is almost full"}
    assert client.get("/healthz").status_code == 200


def test_a_disk_that_cannot_be_read_is_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_place: str) -> Disk:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "the disk cannot be read"}


def test_every_part_that_fails_is_named_and_no_secret_is(
    client: Client, db: None, silent: None, full: None
) -> None:
    answer = client.get("/readyz")

    assert answer.json() == {"status": "the database does not answer; the disk is almost full"}
    assert "a-secret" not in answer.content.decode()


def test_the_room_that_is_asked_for_is_enough_to_be_ready(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Disk(2**40, 0, health.ROOM))

    assert client.get("/readyz").status_code == 200
