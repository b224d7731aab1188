"""A streaming replica: what it answers, and that people never see less for it than they wrote."""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from neoequity.embedded.server import Server
from tests.browser.served import Product
from tests.durability.clerks import Browser
from tests.durability.servers import Standby, office_in
from tests.enterable import enterable
from tests.offices import Office

TOKEN = "a-token-that-nobody-guesses"
EXPORT, PAST = "/exports/prices.csv", "/company/prices/?as_of=2001-11-09"
REPORT, PACK = "/reports/commission.csv", "/packs/neotherapeutics/2001-10.zip"
DAY = "2001-11-12"


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

    def write(self, tmp_path: Path, close: str) -> None:
        """Record the closing price of a day."""
        file = tmp_path / "prices.csv"
        told = f"date,close,bid,volume,source\n{DAY},{close},,,Agent's mail\n"
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


@pytest.fixture(scope="module")
def pair(backup: Path) -> Iterator[Pair]:
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
