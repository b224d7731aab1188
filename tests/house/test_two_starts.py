"""Two starts at one moment: one serves, and the other says so in a sentence."""

import re
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from tests.offices import Office, Opened

PATIENCE = 120


@pytest.fixture
def office(opened: Opened, migrated: Office, tmp_path: Path) -> Office:
    """An office in which nothing is prepared yet."""
    found = opened("started", like=migrated)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found.environment["PORT"] = str(probe.getsockname()[1])
    found.environment["NEOEQUITY_VAR"] = str(tmp_path)
    return found


@pytest.fixture
def starts(office: Office) -> Iterator[list[Popen[str]]]:
    started = [office.start("manage.py", "serve") for _ in range(2)]
    yield started
    for each in started:
        if each.poll() is None:
            each.send_signal(signal.SIGTERM)
            each.communicate(timeout=PATIENCE)


def test_of_two_starts_at_one_moment_one_serves_and_the_other_says_so(
    office: Office, starts: list[Popen[str]]
) -> None:
    port = office.environment["PORT"]

    loser = first_to_end(starts)
    [winner] = [each for each in starts if each is not loser]

    _, complaint = loser.communicate(timeout=PATIENCE)
    assert loser.returncode == 1
    assert re.fullmatch(
        rf"CommandError: NeoEquity is already starting on port {port}; use that one, or set PORT "
        r"to another, such as: make run PORT=\d+\n",
        complaint,
    )
    assert healthy(f"http://127.0.0.1:{port}/healthz", winner)
    assert office.ask("SELECT count(*) FROM people_user WHERE is_superuser") == [(1,)]


def first_to_end(starts: list[Popen[str]]) -> Popen[str]:
    deadline = time.monotonic() + PATIENCE
    while True:
        ended = [each for each in starts if each.poll() is not None]
        if ended:
            return ended[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def healthy(address: str, winner: Popen[str]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and winner.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False
