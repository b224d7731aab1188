"""The served product, and Chromium to use it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 90  # seconds until the product must answer, migrations included


class Product(NamedTuple):
    """Where the product is served, and who may enter."""

    url: str
    user: str
    password: str


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product as `make run` serves it, on a fresh machine on the example's day."""
    served = Product(f"http://127.0.0.1:{_free_port()}", "cfo", "a-board-room-in-irvine")
    environment = {
        **os.environ,
        "NEOEQUITY_VAR": str(tmp_path_factory.mktemp("var")),
        "NEOEQUITY_TODAY": "2001-11-13",
        "PORT": served.url.rpartition(":")[2],
        "DJANGO_SETTINGS_MODULE": "neoequity.settings",
        "DJANGO_SUPERUSER_USERNAME": served.user,
        "DJANGO_SUPERUSER_PASSWORD": served.password,
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    log_path = tmp_path_factory.mktemp("log") / "serve.txt"
    with log_path.open("w") as log:
        server = subprocess.Popen(
            [*manage, "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait_until_healthy(served.url, server, log_path)
            yield served
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
            stop = [*manage, "stop_database"]
            subprocess.run(stop, cwd=ROOT, env=environment, check=True, stdout=log, stderr=log)


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


# Not for the session: while Playwright runs, Django takes every later test for an async one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("There is no Chromium: the browser tests were left out.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[pytest.param((1280, 900), id="desk"), pytest.param((390, 844), id="phone")])
def page(request: pytest.FixtureRequest, chromium: Browser, product: Product) -> Iterator[Page]:
    """A page of a fresh browser, logged in, at the width of a desk and of a phone.

    The test fails when the browser's console reports an error, such as a blocked script.
    """
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=product.url
    )
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
    page.get_by_label("Username").fill(product.user)
    page.get_by_label("Password").fill(product.password)
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()
    assert complaints == []
