"""The served product, a visitor, and clients that take their time."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from tests.house.test_two_starts import PATIENCE, healthy
from tests.offices import PASSWORD, Office

LOGIN = "/accounts/login/"
DRIP = 0.2  # seconds between two bytes of one client


@contextmanager
def served(office: Office, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`make run` on this office, as a group of processes of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        office.environment["PORT"] = str(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env={**office.environment, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert healthy(f"http://127.0.0.1:{office.environment['PORT']}/healthz", server)
        yield server
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
        server.communicate(timeout=PATIENCE)


class Answer(NamedTuple):
    status: int
    location: str
    body: bytes


@dataclass
class Visitor:
    """Asks over one new connection each time, and keeps cookies."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        told = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        told |= {"Content-Type": kind} if kind else {}
        told |= {"Referer": f"https://127.0.0.1:{self.port}/", **self.headers}
        asking.request(method, path, body, told)
        with asking.getresponse() as found:
            for line in found.headers.get_all("Set-Cookie", []):
                name, _, text = line.partition(";")[0].partition("=")
                self.cookies[name] = text
            answer = Answer(found.status, found.headers.get("Location", ""), found.read())
        asking.close()
        return answer

    def log_in(self, password: str = PASSWORD) -> Answer:
        self.ask("GET", LOGIN)
        said = {"username": "cfo", "password": password}
        form = urlencode({**said, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        return self.ask("POST", LOGIN, form.encode(), "application/x-www-form-urlencoded")

    def attach(self, page: str, content: bytes) -> Answer:
        """Attach a document to the record on this page."""
        said = {"csrfmiddlewaretoken": self.cookies["csrftoken"], "kind": "notice"}
        parts = [
            f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
            for name, text in said.items()
        ]
        disposition = b'Content-Disposition: form-data; name="document"; filename="notice.pdf"'
        parts += [b"--part\r\n", disposition, b"\r\n\r\n", content, b"\r\n--part--\r\n"]
        return self.ask("POST", page, b"".join(parts), "multipart/form-data; boundary=part")

    def seconds(self, path: str) -> float:
        """How long it took to be answered 200."""
        began = time.monotonic()
        assert self.ask("GET", path).status == 200
        return time.monotonic() - began


@contextmanager
def slow_clients(port: int, *, dripping: int, idle: int, bodies: int) -> Iterator[None]:
    """So many clients that drip a header, say nothing, or drip the body of a form."""
    header = f"GET {LOGIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Drip: ".encode()
    form = (
        f"POST {LOGIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid=nobody\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
    ).encode()
    ended = threading.Event()
    with ExitStack() as open_ones:

        def connected(first: bytes) -> socket.socket:
            client = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(first)
            return client

        for _ in range(idle):
            connected(b"")
        drips = [connected(header) for _ in range(dripping)]
        drips += [connected(form) for _ in range(bodies)]

        def drip() -> None:
            while not ended.wait(DRIP):
                for client in drips:
                    client.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def group_is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def first_sale(visitor: Visitor) -> str:
    """The address of a sale's page."""
    found = re.search(rb'href="(/sales/[\w-]+/\d+/)"', visitor.ask("GET", "/sales/").body)
    assert found
    return found[1].decode()
