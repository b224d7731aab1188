"""The served product, and a browser in which its first user has signed in."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.enterable import enterable
from tests.offices import PASSWORD, Office

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PATIENCE = 240  # seconds until the product must answer, migrations included


class Product:
    """The product as `make run` serves it, in a directory of its own, on a day.

    On a fresh machine, or with the books of an office.
    """

    user = "cfo"
    password = PASSWORD

    def __init__(self, directory: Path, office: Office | None = None) -> None:
        self.directory = enterable()
        self.log_path = directory / "serve.txt"
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.server: subprocess.Popen[bytes] | None = None
        self.office = office
        self.environment: dict[str, str] = {}
        self.further: dict[str, str] = {}  # settings of its own

    def start(self, today: str) -> None:
        """Serve on this day; what an earlier day left in the books is still there."""
        self.environment = {
            **os.environ,
            "NEOEQUITY_VAR": str(self.directory / "var"),
            **(self.office.environment if self.office else {}),
            "NEOEQUITY_TODAY": today,
            "PORT": self.url.rpartition(":")[2],
            "DJANGO_SETTINGS_MODULE": "neoequity.settings",
            "DJANGO_SUPERUSER_USERNAME": self.user,
            "DJANGO_SUPERUSER_PASSWORD": self.password,
            **self.further,
        }
        with self.log_path.open("a") as log:
            self.server = subprocess.Popen(
                [*MANAGE, "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        _wait_until_healthy(self.url, self.server, self.log_path)

    def stop(self) -> None:
        """End the web server; the database stays."""
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(30)
            self.server = None

    def remove(self) -> None:
        """End it, and the database of a fresh machine."""
        self.stop()
        if self.office:
            return
        with self.log_path.open("a") as log:
            subprocess.run(
                [*MANAGE, "stop_database"],
                cwd=ROOT,
                env=self.environment,
                check=True,
                stdout=log,
                stderr=log,
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The product did not answer:\n{log_path.read_text()}")


@contextmanager
def browsing(
    browser: Browser,
    product: Product,
    width: int,
    height: int,
    user: str = Product.user,
    password: str = Product.password,
) -> Iterator[Page]:
    """A page of a fresh browser in which the first user, or another, has signed in."""
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=product.url)
    page = context.new_page()
    complaints: list[str] = []

    def listen(line: ConsoleMessage) -> None:
        # A refused form comes back as 422, which Chromium reports although it is as meant.
        if line.type == "error" and "status of 422" not in line.text:
            complaints.append(line.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(15_000)
    page.goto("/")
    page.get_by_label("Username").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    yield page
    context.close()
    assert complaints == [], complaints
