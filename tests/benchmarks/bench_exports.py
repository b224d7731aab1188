"""Exports over HTTP beside what PostgreSQL itself takes for the same rows, in one run each.

`sales.csv` is held against COPY of its table's columns; every dataset against its own query, read
and thrown away. The table at the end tells the ratios: 1.0 is as fast as PostgreSQL.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from statistics import median
from typing import NamedTuple

import psutil
import pytest
from django.db import connection
from django.test import Client
from psycopg2 import extensions
from pytest_benchmark.fixture import BenchmarkFixture
from pytest_django import DjangoDbBlocker, Settings

from neoequity.books.exporting.columns import columns_of
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.books.snapshot import one_snapshot
from neoequity.datasets import DATASETS, write_dataset
from neoequity.people.models import User
from placements.models import Placement
from tests.factories import TODAY
from tests.house.test_two_starts import healthy
from tests.offices import Office, at, server_of_the_tests

EARLIER = date(2001, 6, 1)
ROUNDS = 3


class Download(NamedTuple):
    """What a client saw, and the most that a worker held meanwhile beyond what it had before."""

    seconds: float
    first_byte: float
    size: int
    memory: int


class Nowhere:
    """A file that keeps nothing."""

    size = 0

    def write(self, lines: bytes) -> int:
        self.size += len(lines)
        return len(lines)


@pytest.fixture(scope="module")
def office(ledger: Placement, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    """The books, served."""
    with django_db_blocker.unblock():
        found = at({**server_of_the_tests(), "dbname": connection.settings_dict["NAME"]})
        found.environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        with _served(found):
            yield found


@pytest.fixture(scope="module")
def cookie(office: Office, django_db_blocker: DjangoDbBlocker) -> str:
    """Of somebody who signed in."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(User.objects.get(username="cfo"))
        return f"sessionid={client.cookies['sessionid'].value}"


@pytest.fixture
def plain(django_db_blocker: DjangoDbBlocker) -> Iterator[extensions.cursor]:
    """A cursor outside any transaction."""
    with django_db_blocker.unblock(), connection.cursor() as found:
        yield found.cursor


def downloaded(office: Office, cookie: str, address: str) -> Download:
    """Ask the served product for a file, as a client does that reads as fast as it can."""
    workers = _workers(int(office.environment["PORT"]))
    before = sum(each.memory_info().rss for each in workers)
    most = before
    asking = HTTPConnection("127.0.0.1", int(office.environment["PORT"]), timeout=600)
    began = time.perf_counter()
    asking.request("GET", address, headers={"Cookie": cookie})
    answer = asking.getresponse()
    assert answer.status == 200
    size, first_byte, looked = 0, 0.0, began
    while piece := answer.read1(1 << 20):
        now = time.perf_counter()
        first_byte = first_byte or now - began
        size += len(piece)
        if now - looked > 0.1:
            looked, most = now, max(most, sum(each.memory_info().rss for each in workers))
    seconds = time.perf_counter() - began
    asking.close()
    return Download(seconds, first_byte, size, most - before)


@contextmanager
def _served(office: Office) -> Iterator[None]:
    """One worker of the web server, without what a first start of the product asks for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    office.environment["PORT"] = port
    server = office.start("-m", "neoequity.web_server", port, "1", "0", "127.0.0.1")
    try:
        assert healthy(f"http://127.0.0.1:{port}/healthz", server)
        yield
    finally:
        server.terminate()
        server.communicate(timeout=60)


def _workers(port: int) -> list[psutil.Process]:
    told = ["neoequity.web_server", str(port)]
    keepers = [
        each
        for each in psutil.process_iter(["cmdline"])
        if set(told) <= set(each.info["cmdline"] or ())
    ]
    return [worker for keeper in keepers for worker in keeper.children()]


@pytest.mark.parametrize("day", [TODAY, EARLIER])
def bench_sales_over_http(
    benchmark: BenchmarkFixture,
    office: Office,
    cookie: str,
    plain: extensions.cursor,
    day: date,
    capsys: pytest.CaptureFixture[str],
) -> None:
    downloaded(office, cookie, "/exports/agreements.csv")  # the first request loads the pages
    select = plain.mogrify("SELECT * FROM placements_sale WHERE trade_date <= %s", [day]).decode()
    pairs = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        plain.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT csv)", Nowhere())
        copied = time.perf_counter() - began
        got = downloaded(office, cookie, f"/exports/sales.csv?as_of={day}")
        assert got.size > 100
        pairs.append((copied / got.seconds, copied, got))
    benchmark.pedantic(downloaded, [office, cookie, f"/exports/sales.csv?as_of={day}"], rounds=1)
    ratio, copied, got = sorted(pairs)[ROUNDS // 2]
    benchmark.extra_info.update(ratio=ratio, first_byte=got.first_byte, memory=got.memory)
    with capsys.disabled():
        print(  # noqa: T201  # the ratio is what this is for
            f"\nsales.csv as of {day}: COPY {copied:.2f} s, download {got.seconds:.2f} s, ratio "
            f"{ratio:.2f}, first byte {got.first_byte:.3f} s, {got.memory / 2**20:.0f} MB more"
        )


@pytest.mark.parametrize("dataset", sorted(DATASETS.keys() - {"sales"}))
def bench_a_dataset_beside_its_query(
    benchmark: BenchmarkFixture,
    person: User,
    dataset: str,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Held against the query's rows, thrown away; a workbook's rows against the same."""
    asked = ExportQuery(TODAY)
    columns = columns_of(DATASETS[dataset].columns)

    def query_alone() -> None:
        query = DATASETS[dataset].rows(asked)
        with connection.cursor() as cursor:
            cursor.execute(cursor.mogrify(query.sql, query.params))
            cursor.fetchall()

    def written() -> None:
        write_dataset(dataset, asked, Nowhere())  # type: ignore[arg-type]  # it only writes

    def rows() -> None:
        with one_snapshot():
            for _ in typed_rows(DATASETS[dataset].rows(asked), columns):
                pass

    alone, csv, workbook = (_seconds(each) for each in (query_alone, written, rows))
    benchmark.pedantic(written, rounds=1)
    benchmark.extra_info.update(csv=csv / alone, workbook=workbook / alone)
    with capsys.disabled():
        print(  # noqa: T201  # the ratio is what this is for
            f"\n{dataset}: query {alone:.3f} s, CSV {csv / alone:.2f} times, rows of a workbook "
            f"{workbook / alone:.2f} times"
        )


def _seconds(work: Callable[[], None]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)
