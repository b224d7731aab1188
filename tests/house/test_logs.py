"""What the log says of requests: a refusal is one line, and a HEAD no worse than a GET."""

import logging
import warnings
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from neoequity import dashboard
from neoequity.headers import HeadMiddleware
from neoequity.logs import LineFormatter
from neoequity.people.models import User
from tests.factories import UserFactory
from tests.house.test_hardening import addresses
from tests.people.doors import PASSWORD
from tests.worlds import built_once


@built_once
def chief(db: None) -> User:
    """Somebody whom no permission stops."""
    person: User = User.objects.create_superuser("chief", password=PASSWORD)
    return person


@pytest.fixture
def client(chief: User) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(chief)
    return found


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the settings' own handler writes."""
    [handler] = [
        each
        for each in logging.getLogger("django").handlers
        if isinstance(each, logging.StreamHandler) and isinstance(each.formatter, LineFormatter)
    ]
    written = StringIO()
    stream = handler.setStream(written)
    yield written
    handler.setStream(stream)


def lines(log: StringIO) -> list[str]:
    """The lines, without their moments."""
    return [line.split(" ", 2)[2] for line in log.getvalue().splitlines()]


def test_an_unknown_address_is_one_line(client: Client, log: StringIO) -> None:
    assert client.get("/no/such/page").status_code == 404

    assert lines(log) == ["WARNING django.request: Not Found: /no/such/page"]


def test_a_page_that_somebody_may_not_open_is_one_line(db: None, log: StringIO) -> None:
    auditor = Client()
    auditor.force_login(UserFactory(group="Auditor"))

    assert auditor.get("/sales/new/").status_code == 403

    assert lines(log) == [
        "WARNING django.request: Forbidden (Permission denied): /sales/new/",
    ]


def test_a_wrong_method_is_one_line(client: Client, log: StringIO) -> None:
    assert client.post("/exports/sales.csv").status_code == 405

    assert lines(log) == ["WARNING django.request: Method Not Allowed (POST): /exports/sales.csv"]


def test_a_request_that_cannot_be_understood_is_one_line(client: Client, log: StringIO) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400

    [line] = lines(log)
    assert line.startswith("ERROR django.security.DisallowedHost: Invalid HTTP_HOST header")


def test_guessing_that_is_refused_takes_a_line_each_time(
    db: None, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user("anna", password=PASSWORD)
    guesser = Client()
    said = {"username": "anna", "password": "wrong"}
    statuses = [guesser.post("/accounts/login/", said).status_code for _ in range(7)]

    assert statuses[-1] == 429
    assert not [line for line in lines(log) if "Traceback" in line or line.startswith(" ")]
    refused = [line for line in lines(log) if "django.request" in line]
    assert refused == [
        "WARNING django.request: Too Many Requests: /accounts/login/"
        for status in statuses
        if status == 429
    ]


ANSWERED = ["/healthz", "/readyz", "/sales/", "/exports/sales.csv", "/no/such/page"]


@pytest.mark.parametrize("address", ANSWERED)
def test_a_head_hands_the_server_no_body_to_warn_of(
    address: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client of the tests takes a body away; so what reaches the server is looked at."""
    sent: list[tuple[str, bytes]] = []
    answered = HeadMiddleware.__call__

    def listen(middleware: HeadMiddleware, request: HttpRequest) -> HttpResponse:
        response = answered(middleware, request)
        sent.append((response["Content-Length"], response.getvalue()))
        return response

    length = str(len(client.get(address).getvalue()))
    monkeypatch.setattr(HeadMiddleware, "__call__", listen)
    client.head(address)

    assert sent == [(length, b"")]
    assert settings.MIDDLEWARE[0] == "neoequity.headers.HeadMiddleware"


def test_an_address_with_line_breaks_is_one_line(client: Client, log: StringIO) -> None:
    client.get("/no%0A2001-11-13 00:00:00,000 ERROR forged: line")

    assert len(log.getvalue().splitlines()) == 1


def test_a_failure_of_ours_keeps_its_traceback(
    client: Client, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(dashboard, "blocks", fail)

    assert client.get("/").status_code == 500
    assert "Traceback" in log.getvalue()
    assert log.getvalue().endswith("ValueError: broken\n")


DOWNLOADS = ["/exports/sales.csv", "/exports/history.csv", "/exports/foo.csv"]


@pytest.mark.parametrize("address", [*addresses(), *DOWNLOADS])
def test_a_head_is_answered_as_a_get_and_warns_of_nothing_more(
    address: str, client: Client, log: StringIO
) -> None:
    got = client.get(address)
    got.getvalue()  # reads a download to its end, which closes its file
    before = lines(log)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = client.head(address)

    assert answer.status_code == got.status_code
    assert answer.getvalue() == b""
    assert [line.replace("(HEAD)", "(GET)") for line in lines(log)[len(before) :]] == before
    assert bool(before) == (got.status_code >= 400)
