"""Sends oddities as a browser could, or a hand-written client: whatever the bytes."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, islice
from typing import Any
from urllib.parse import quote_from_bytes

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler

from neoequity.readable import note_content_type
from tests.odd_input.cells import Cell, Sent
from tests.odd_input.values import chance, drawn
from tests.permissions.people import STRANGER

TIMES = int(os.environ.get("ODD") or 1)
#: How many requests of each kind a run sends.
REQUESTS = {
    "queries": 700,
    "lookups": 250,
    "forms": 1050,
    "chosen rows": 100,
    "addresses": 200,
    "headers": 200,
    "bodies": 120,
    "uploads": 100,
    "methods": 80,
}
FORM = "application/x-www-form-urlencoded"

Send = Callable[[], HttpResponseBase]


class _Served(ClientHandler):
    """Django's handler of tests, with what our WSGI application does before Django's own."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        note_content_type(environ)
        return super().__call__(environ)


class _Browser(Client):
    """Django's own, which does not copy what every template was rendered with."""

    def request(self, **request: Any) -> Any:
        self.exc_info = None
        got_request_exception.connect(self.store_exc_info)
        try:
            answer = self.handler(self._base_environ(**request))  # type: ignore[attr-defined]  # Django's
        finally:
            got_request_exception.disconnect(self.store_exc_info)
        answer.exc_info = self.exc_info  # type: ignore[attr-defined]  # as Django's own does
        return answer


class Sender:
    """Sends in the name of each role, each time with the cookies of its login and no others."""

    def __init__(self, clients: Mapping[str, Client]) -> None:
        self.cookies = {
            role: "; ".join(f"{name}={kept.coded_value}" for name, kept in client.cookies.items())
            for role, client in clients.items()
        }
        self.client = _Browser()
        self.client.handler = _Served(enforce_csrf_checks=False)

    def send(
        self, role: str, address: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[str, Send]:
        """The request in words, and the sending of it."""
        odd = f" {headers}" if headers else ""
        cookie = {"HTTP_COOKIE": self.cookies[role]}

        def send() -> HttpResponseBase:
            self.client.cookies.clear()
            told: dict[str, Any] = {"content_type": FORM, **cookie, **headers}
            return self.client.generic(method, address, body, **told)

        return f"{role}: {method} {address[:300]}{odd[:200]} {body[:300]!r}", send

    def ask(self, role: str, cell: Cell, value: bytes) -> tuple[str, Send]:
        """The address, with the oddity under the cell's name in its query."""
        joined = "&" if "?" in cell.address else "?"
        query = f"{joined}{query_of(cell.name, value)}" if cell.name else ""
        return self.send(role, f"{cell.address}{query}")

    def submit(self, role: str, cell: Cell, sent: Sent) -> tuple[str, Send]:
        """The form, with these values."""
        name, send = self.send(role, cell.address, "POST", body_of(sent))
        return f"{name.partition(' b')[0]} {cell.name}={str(sent.get(cell.name, sent))[:200]}", send

    def upload(self, cell: Cell, name: str, content: bytes) -> tuple[str, Send]:
        """The form, with a file of this name and content."""
        [role, *_] = cell.roles

        def send() -> HttpResponseBase:
            self.client.cookies.clear()
            fields = {key: [value.decode() for value in sent] for key, sent in cell.rest.items()}
            file = SimpleUploadedFile("a", content)
            vars(file)["_name"] = name  # as it arrives, not as Django would clean it
            cookie = self.cookies[role]
            return self.client.post(cell.address, {**fields, cell.name: file}, HTTP_COOKIE=cookie)

        return f"{role}: POST {cell.address} file {name[:40]!r} {content[:60]!r}", send


def failures(kind: str, requests: Iterable[tuple[str, Send]]) -> list[str]:
    """Send as many as the kind has; what failed, in words. Nothing of it is kept."""
    wanted, found, sent = REQUESTS[kind] * TIMES, [], 0
    for name, send in islice(requests, wanted):
        with transaction.atomic():
            answer = send()
            if answer.streaming:
                list(answer)  # what fails while it is sent, fails
            transaction.set_rollback(True)
        sent += 1
        if answer.status_code >= 500:
            found.append(f"{name} gives {answer.status_code}{_why(answer)}")
    assert sent == wanted
    return found


def in_turns(cells: Iterable[Cell], kind: str) -> Iterator[tuple[Cell, str, bytes]]:
    """Every cell at least once, in a random order, each time with another oddity and person."""
    luck = chance()
    places = list(cells)
    assert len(places) <= REQUESTS[kind], f"{len(places)} places for {kind}: send more requests"
    luck.shuffle(places)
    oddities = drawn(luck)
    for turn in count():
        for number, cell in enumerate(places, turn):
            roles = cell.roles if number % 6 else (STRANGER,)
            yield cell, roles[number % len(roles)], next(oddities)


def query_of(name: str, value: bytes) -> str:
    """The name and the value as an address carries them."""
    return f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}"


def body_of(sent: Sent) -> bytes:
    """A form as a browser sends it."""
    return "&".join(
        query_of(name, value) for name, values in sent.items() for value in values
    ).encode()


def _why(answer: HttpResponseBase) -> str:
    info: Any = getattr(answer, "exc_info", None)
    return f": {info[0].__name__}: {str(info[1])[:200]}" if info else ""
