"""Clients that take their time stop nobody else; and what the web server promises besides."""

import errno
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import psutil
import pytest
from django.core.handlers.wsgi import WSGIHandler
from waitress.adjustments import Adjustments

from neoequity.web_worker import HEADER_SECONDS, REQUEST_SECONDS, Request, server_on
from tests.documents.files import PDF
from tests.house.slow import (
    LOGIN,
    Visitor,
    first_sale,
    group_is_gone,
    served,
    slow_clients,
)
from tests.offices import Office, Opened

FAILED = "SELECT DISTINCT host(ip_address) FROM axes_accessfailurelog"
Served = subprocess.Popen[str]


@pytest.fixture(scope="module")
def office(opened: Opened, prepared: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    found = opened("slow", like=prepared)
    found.environment["NEOEQUITY_VAR"] = str(tmp_path_factory.mktemp("var"))
    return found


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[Served]:
    with served(office) as server:
        yield server


@pytest.fixture
def port(office: Office, server: Served) -> int:
    return int(office.environment["PORT"])


@pytest.fixture
def alone(office: Office) -> Iterator[Served]:
    """A server that a test may end, on a port of its own."""
    kept = office.environment.get("PORT", "")
    with served(office) as server:
        yield server
    office.environment["PORT"] = kept


def test_slow_clients_stop_neither_pages_nor_exports_nor_uploads(port: int) -> None:
    clerk, stranger = Visitor(port), Visitor(port)
    assert clerk.log_in().status == 302
    sale = first_sale(clerk)
    alone = clerk.ask("GET", "/exports/sales.csv").body

    with slow_clients(port, dripping=200, idle=200, bodies=100):
        waits = [stranger.seconds(path) for _ in range(12) for path in ("/healthz", LOGIN)]
        beside = clerk.ask("GET", "/exports/sales.csv").body
        attached = clerk.attach(
            f"{sale}attach/", PDF.replace(b"\n1 0", b"\n%" + b"x" * 3_000_000 + b"\n1 0")
        )

    assert max(waits) < 1
    assert beside == alone
    assert len(alone.splitlines()) > 1
    assert (attached.status, attached.location) == (302, sale)


def test_a_body_of_unknown_length_is_read(port: int) -> None:
    visitor = Visitor(port)
    visitor.ask("GET", LOGIN)
    form = f"csrfmiddlewaretoken={visitor.cookies['csrftoken']}&username=&password="
    told = {"Cookie": f"csrftoken={visitor.cookies['csrftoken']}"}
    told["Content-Type"] = "application/x-www-form-urlencoded"
    asking = HTTPConnection("127.0.0.1", port, timeout=60)

    asking.request("POST", LOGIN, iter([form.encode()]), told, encode_chunked=True)

    with asking.getresponse() as answer:
        assert answer.status == 200  # without the token in its body it would be 403
    asking.close()
    assert visitor.ask("POST", LOGIN).status == 403


def test_endless_headers_are_refused(port: int) -> None:
    assert Visitor(port, {"X-Long": "x" * 40_000}).ask("GET", "/healthz").status == 431


def test_a_document_that_is_too_large_is_refused_in_a_sentence(port: int) -> None:
    clerk = Visitor(port)
    clerk.log_in()

    answer = clerk.attach(f"{first_sale(clerk)}attach/", PDF + b"x" * 11_000_000)

    assert answer.status == 422
    assert b"at most 10 MB" in answer.body


def test_a_request_without_end_is_refused_before_it_is_received(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(
            f"POST {LOGIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999\r\n\r\n".encode()
        )
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_address_of_a_failed_login_is_that_of_the_connection(office: Office, port: int) -> None:
    before = {address for (address,) in office.ask(FAILED)}

    Visitor(port, {"X-Forwarded-For": "203.0.113.9"}).log_in("a wrong password")

    assert {address for (address,) in office.ask(FAILED)} - before <= {"127.0.0.1"}
    assert ("127.0.0.1",) in office.ask(FAILED)


def test_behind_a_proxy_it_is_what_the_proxy_says_and_no_look_alike(office: Office) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
    kept = office.environment.get("PORT", "")
    with served(office, NEOEQUITY_TLS="1"):
        port = int(office.environment["PORT"])
        visitor = Visitor(port, {**told, "X_Forwarded_For": "203.0.113.66"})
        assert visitor.log_in("a wrong password").status == 200
        assert Visitor(port).ask("GET", LOGIN).status == 301
    office.environment["PORT"] = kept

    assert ("198.51.100.7",) in office.ask(FAILED)
    assert ("203.0.113.66",) not in office.ask(FAILED)


def test_ctrl_c_ends_every_process_though_clients_hang_on(office: Office, alone: Served) -> None:
    with slow_clients(int(office.environment["PORT"]), dripping=0, idle=5, bodies=0):
        began = time.monotonic()
        os.killpg(alone.pid, signal.SIGINT)
        _, complaint = alone.communicate(timeout=30)

    assert time.monotonic() - began < 5
    assert (alone.returncode, complaint) == (0, "")
    assert group_is_gone(alone.pid)


def test_a_killed_worker_is_replaced_and_none_outlives_its_keeper(
    office: Office, alone: Served
) -> None:
    visitor = Visitor(int(office.environment["PORT"]))
    for _ in range(2):
        for worker in psutil.Process(alone.pid).children():
            worker.kill()
        assert visitor.seconds("/healthz") < 20
    alone.kill()
    alone.communicate(timeout=30)

    deadline = time.monotonic() + 30
    while not group_is_gone(alone.pid):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_request_has_a_time_for_its_headers_and_another_for_all_of_it() -> None:
    request = Request(Adjustments())
    request.received(b"POST / HTTP/1.1\r\nContent-Length: 9\r\nX-Drip: x")
    assert not request.is_late(request.began + HEADER_SECONDS)
    assert request.is_late(request.began + HEADER_SECONDS + 1)

    request.received(b"\r\n\r\nbody")
    assert not request.is_late(request.began + REQUEST_SECONDS)
    assert request.is_late(request.began + REQUEST_SECONDS + 1)


def test_a_body_that_the_disk_has_no_room_for_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def received(_request: Request, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Request, "received", received)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = server_on(listening, WSGIHandler())
        thread = threading.Thread(target=server.run_below, args=(os.getppid(),))
        thread.start()
        answer = Visitor(listening.getsockname()[1]).ask("POST", LOGIN, b"x" * 1000)
        server.end(5)
        thread.join()

    assert answer.status == 507
    assert b"There is no room on the disk of the server for this." in answer.body
