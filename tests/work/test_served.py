"""The served product has a worker beside the web workers, kept and ended with them."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.browser.served import Product
from tests.offices import Office, Opened
from tests.work.test_processes import ask, state, until


@pytest.fixture
def office(opened: Opened, prepared: Office) -> Office:
    return opened("served", like=prepared)


@pytest.fixture
def product(office: Office, tmp_path: Path) -> Iterator[Product]:
    served = Product(tmp_path, office)
    try:
        served.start("2001-11-13")
        yield served
    finally:
        served.remove()


def processes(product: Product) -> list[psutil.Process]:
    assert product.server is not None
    return psutil.Process(product.server.pid).children()


def test_a_file_is_made_without_a_further_command_even_after_everything_was_killed(
    office: Office, product: Product
) -> None:
    assert len(processes(product)) == 3  # two answer, one makes files
    for each in processes(product):
        each.kill()
    [job] = ask(office, "/exports/sales.csv")
    until(lambda: state(office, job)[0] == "ready")


def test_the_worker_ends_with_the_server(product: Product) -> None:
    before = processes(product)
    product.stop()
    assert [each for each in before if each.is_running()] == []


def test_the_worker_ends_when_the_server_is_killed(product: Product) -> None:
    before = processes(product)
    assert product.server is not None
    product.server.send_signal(signal.SIGKILL)
    product.server.wait()
    product.server = None
    _, alive = psutil.wait_procs(before, timeout=30)
    assert alive == []
