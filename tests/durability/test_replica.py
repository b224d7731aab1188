"""A streaming replica: what it answers, and that people never see less for it than they wrote."""

import re
import time
from collections import deque
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from neoequity.books.pages.unchanged import STATE
from neoequity.embedded.server import Server
from tests.browser.served import Product
from tests.durability.clerks import Browser
from tests.durability.servers import PATIENCE, Standby, office_in, until
from tests.enterable import enterable
from tests.offices import Office

TOKEN = "a-token-that-nobody-guesses"
EXPORT, PAST = "/exports/market_prices.csv", "/company/prices/?as_of=2001-11-09"
REPORT, PACK = "/reports/commission.csv", "/packs/neotherapeutics/2001-10.zip"
PAST_EXPORT = "/exports/sales.csv?as_of=2001-10-31"
READING = "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'neoequity_app'"
# An answer that either may give: which of the two it asked, and whether that one can write.
ASK = """
import django
django.setup()
from django.db import connection
from django.http import HttpResponse
from neoequity.replica import answered
def answer():
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return HttpResponse(cursor.fetchone()[0])
response = answered(answer)
print(response.headers["X-Read-From"], response.content.decode())
"""


class Got(NamedTuple):
    """An answer: its bytes, and which of the two servers it was read from."""

    content: bytes
    source: str | None


class Pair(NamedTuple):
    """A primary with its replica, and the product served on both."""

    office: Office
    standby: Standby
    product: Product
    jar: CookieJar

    def get(self, path: str) -> Got:
        opener = build_opener(HTTPCookieProcessor(self.jar))
        with opener.open(self.product.url + path, timeout=30) as found:
            assert found.status == 200
            return Got(found.read(), found.headers["X-Read-From"])

    def until_read_from_the_replica(self) -> Got:
        """Every worker of the host reads from it again."""
        ends, last = time.monotonic() + PATIENCE, deque[Got](maxlen=6)
        while [got.source for got in last] != ["replica"] * 6:
            assert time.monotonic() < ends
            last.append(self.get(EXPORT))
            time.sleep(0.02)
        return last[-1]

    def write(self, tmp_path: Path, day: str, close: str) -> None:
        """Record the closing price of a day."""
        file = tmp_path / "prices.csv"
        told = f"date,close,bid,volume,source\n{day},{close},,,Quote of {close}\n"
        file.write_text(told, encoding="utf-8")
        self.office.run("manage.py", "import_prices", str(file))

    def answered_by(self, source: str) -> int:
        """How many answers this one gave, as monitoring is told."""
        request = Request(
            f"{self.product.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with build_opener().open(request, timeout=30) as found:
            told = found.read().decode()
        name = rf'^neoequity_answers_of_either_total{{source="{source}"}} (\S+)$'
        counted = re.search(name, told, re.MULTILINE)
        return int(float(counted[1])) if counted else 0


@pytest.fixture
def pair(served: Pair) -> Pair:
    """Whatever another test did to the replica, it answers again."""
    served.until_read_from_the_replica()
    return served


@pytest.fixture(scope="module")
def served(backup: Path) -> Iterator[Pair]:
    place = enterable()
    office = office_in(place / "var")
    office.run("manage.py", "restore", str(backup))
    standby = Standby(Server(place / "var/postgres"), place / "standby")
    office.environment |= {
        "DATABASE_REPLICA_URL": standby.url,
        "NEOEQUITY_METRICS_TOKEN": TOKEN,
        "WEB_CONCURRENCY": "2",
    }
    product = Product(place, office)
    try:
        product.start("2001-11-13")
        yield Pair(office, standby, product, Browser(product).jar)
    finally:
        product.stop()
        standby.stop()
        Server(place / "var/postgres").stop()


@pytest.mark.parametrize("address", [EXPORT, "/exports/sales.xlsx", PAST, REPORT, PACK])
def test_what_only_reads_is_read_from_the_replica(pair: Pair, address: str) -> None:
    before = pair.answered_by("replica")
    assert pair.get(address).source == "replica"
    assert pair.answered_by("replica") == before + 1


@pytest.mark.parametrize("address", ["/", "/company/prices/", "/sales/new/", "/approvals/"])
def test_pages_of_today_are_read_from_the_primary_without_asking_the_replica(
    pair: Pair, address: str
) -> None:
    assert pair.get(address).source is None


def test_the_sessions_in_which_it_reads_are_on_the_replica(pair: Pair) -> None:
    until(READING, pair.standby.office)


def test_without_the_replica_the_primary_gives_the_same_bytes(pair: Pair) -> None:
    given = {address: pair.get(address).content for address in (REPORT, PAST_EXPORT)}
    before = pair.until_read_from_the_replica()
    pair.standby.stop()
    try:
        without = [pair.get(EXPORT) for _ in range(6)]
        others = {address: pair.get(address).content for address in given}
        past = pair.get(PAST)
    finally:
        pair.standby.start()
    assert without == [Got(before.content, "primary")] * 6
    assert others == given
    assert past.source == "primary"
    assert pair.until_read_from_the_replica() == before


def test_a_replica_that_lags_hides_nothing_that_was_written(pair: Pair, tmp_path: Path) -> None:
    pair.standby.pause()
    try:
        pair.write(tmp_path, "2001-10-22", "4.37")
        behind = [pair.get(EXPORT) for _ in range(6)]
    finally:
        pair.standby.resume()
    assert {got.source for got in behind} == {"primary"}
    assert all(b"Quote of 4.37" in got.content for got in behind)
    assert pair.until_read_from_the_replica().content == behind[0].content


def test_what_is_written_is_in_the_next_answer_of_the_replica(pair: Pair, tmp_path: Path) -> None:
    pair.write(tmp_path, "2001-10-23", "5.01")
    assert b"Quote of 5.01" in pair.get(EXPORT).content


def test_a_standby_cannot_tell_whether_something_was_committed(pair: Pair) -> None:
    assert len(pair.office.ask(STATE)) == 1
    assert pair.standby.office.ask(STATE) == []


def test_a_server_that_no_longer_follows_the_primary_is_not_asked(pair: Pair) -> None:
    former = Standby(pair.standby.of, enterable() / "former")
    try:
        asking = Office(pair.office.place, DATABASE_REPLICA_URL=former.url)
        asking.environment["NEOEQUITY_VAR"] = pair.office.environment["NEOEQUITY_VAR"]
        assert asking.run("-c", ASK) == "replica on\n"
        former.promote()
        assert asking.run("-c", ASK) == "primary off\n"
    finally:
        former.stop()
