"""What monitoring is told: counts of answers and queries, the queue, and slow queries by name."""

import logging
import os
import re
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity import environment
from neoequity.books.proof.reached import ORIGIN
from neoequity.books.proof.recording import record_proof
from neoequity.work.models import Job
from tests.browser.served import Product
from tests.factories import TODAY, UserFactory
from tests.offices import Office, Opened

TOKEN = "a-token-that-nobody-guesses"
SIGN_IN = 'neoequity_requests_total{method="GET",page="login",status="200"}'


@pytest.fixture
def token(settings: Settings) -> str:
    settings.METRICS_TOKEN = TOKEN
    return f"Bearer {TOKEN}"


def told(client: Client, token: str) -> str:
    return client.get("/metrics", headers={"authorization": token}).content.decode()


def number(text: str, name: str) -> float:
    """The sample of this name and labels; 0 if it is not there."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0


@pytest.mark.django_db
def test_an_answer_is_counted_by_page_and_status_with_its_queries(
    client: Client, token: str
) -> None:
    before = told(client, token)
    for _ in range(3):
        client.get("/accounts/login/")
    after = told(client, token)
    for name in (
        SIGN_IN,
        'neoequity_request_seconds_count{method="GET",page="login"}',
        'neoequity_request_queries_count{page="login"}',
    ):
        assert number(after, name) - number(before, name) == 3


@pytest.mark.django_db
def test_words_of_strangers_make_no_names(client: Client, token: str) -> None:
    client.generic("BREW", "/some/tea")
    text = told(client, token)
    assert 'neoequity_requests_total{method="other",page="none",status=' in text
    assert "BREW" not in text
    assert "tea" not in text


@pytest.mark.django_db
def test_health_checks_are_not_counted(client: Client, token: str) -> None:
    client.get("/healthz")
    assert "health" not in told(client, token)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer another-token-of-some-length", TOKEN, "é"]
)
def test_without_the_token_nothing_is_told(client: Client, token: str, given: str) -> None:
    answer = client.get("/metrics", headers={"authorization": given} if given else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert b"neoequity_" not in answer.content


@pytest.mark.django_db
def test_without_a_setting_there_is_no_such_page(client: Client) -> None:
    assert client.get("/metrics").status_code == 302  # to the sign-in, as every unknown address


@pytest.mark.django_db
def test_the_queue_is_told(client: Client, token: str) -> None:
    assert number(told(client, token), "neoequity_files_waiting") == 0
    Job.objects.create(asked_by=UserFactory(), today=TODAY, what="Sales")
    text = told(client, token)
    assert number(text, "neoequity_files_waiting") == 1
    assert number(text, "neoequity_files_in_hand") == 0
    assert number(text, "neoequity_database_up") == 1


@pytest.mark.django_db
def test_the_age_of_the_last_proofs_is_told(client: Client, token: str) -> None:
    assert "neoequity_last_proof_seconds{" not in told(client, token)
    person = UserFactory()
    full = record_proof(ORIGIN, "The ledger agrees.", by=person)
    record_proof(ORIGIN, "What came since agrees.", continues=full, by=person)
    text = told(client, token)
    for kind in ("full", "any"):
        assert 0 <= number(text, f'neoequity_last_proof_seconds{{proof="{kind}"}}') < 60
        assert f'neoequity_last_proof_seconds{{proof="{kind}"}}' in text


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_with_what_was_counted(
    client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "ensure_connection", lost)
    text = told(client, token)
    assert number(text, "neoequity_database_up") == 0
    assert "neoequity_files_waiting" not in text
    assert "neoequity_requests_total" in text


@pytest.mark.django_db
def test_a_slow_query_is_named_without_its_values(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_QUERY_SECONDS = 0
    with caplog.at_level(logging.WARNING, "neoequity.queries"):
        client.post("/accounts/login/", {"username": "some-name", "password": "some-word"})
    assert re.search(r"A query took \d+\.\d s: SELECT ", caplog.text)
    assert "some-name" not in caplog.text


@pytest.fixture
def backups(settings: Settings, tmp_path: Path) -> Path:
    settings.BACKUPS = tmp_path
    return tmp_path


def backed_up(folder: Path, name: str, hours_ago: float) -> None:
    (folder / name).touch()
    os.utime(folder / name, (time.time() - 3600 * hours_ago,) * 2)


@pytest.mark.django_db
def test_the_age_of_the_newest_whole_backup_is_told(
    client: Client, token: str, backups: Path
) -> None:
    backed_up(backups, "books-2001-11-08T0215.dump", 25)
    backed_up(backups, "books-2001-11-09T0215.dump", 1)
    backed_up(backups, ".books-2001-11-10T0215.dump.draft", 0)
    backed_up(backups, "notes.txt", 0)
    assert 3600 <= number(told(client, token), "neoequity_last_backup_seconds") < 3700


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_without_a_backup_no_age_is_told(
    client: Client, token: str, backups: Path, settings: Settings, folder: str
) -> None:
    settings.BACKUPS = backups / folder
    assert "neoequity_last_backup_seconds" not in told(client, token)


def test_a_folder_of_backups_is_named_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEOEQUITY_BACKUPS", "backups")
    with pytest.raises(ImproperlyConfigured, match="must be a folder as an absolute path"):
        environment.backups()


def test_a_short_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEOEQUITY_METRICS_TOKEN", "short")
    with pytest.raises(ImproperlyConfigured, match="must have at least 20 characters"):
        environment.metrics_token()


@pytest.mark.parametrize("text", ["0", "0.0001", "4000", "soon", "1e3", "-1", "nan"])
def test_odd_seconds_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("NEOEQUITY_SLOW_QUERY_SECONDS", text)
    with pytest.raises(ImproperlyConfigured, match="must be a number of seconds"):
        environment.seconds("NEOEQUITY_SLOW_QUERY_SECONDS", default=1)


def test_whichever_worker_is_asked_adds_up_those_of_all(
    opened: Opened, prepared: Office, tmp_path: Path
) -> None:
    office = opened("metrics", like=prepared)
    office.environment["NEOEQUITY_METRICS_TOKEN"] = TOKEN
    served = Product(tmp_path, office)
    try:
        served.start("2001-11-13")
        before = number(asked(served), SIGN_IN)
        for _ in range(20):
            with urlopen(f"{served.url}/accounts/login/") as page:
                page.read()
        seen = {number(asked(served), SIGN_IN) - before for _ in range(10)}
        assert seen == {20.0}
    finally:
        served.remove()


def asked(served: Product) -> str:
    request = Request(f"{served.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request) as answer:
        return str(answer.read().decode())
