"""Big books, made once and measured by all benchmarks; `make bench SALES=1000000` for more.

They are committed, as commands in other processes read them, and are gone with their database.
"""

import os

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture
from pytest_django import DjangoDbBlocker, Settings

from neoequity.people.models import User
from placements.models import Placement
from tests.benchmarks.big_books import PLACEMENTS, make_books, state_company
from tests.factories import TODAY, UserFactory
from tests.worlds import World

SALES = int(os.environ.get("SALES") or 100_000)


class Committed(World):
    """Rows that stay from one benchmark to the next: none is asked for those it started from."""

    def stand(self, item: pytest.Item) -> None:
        """Nothing is built for a row of benchmarks but the books."""

    def forget(self) -> None:
        """What a benchmark adds is in a transaction of its own, or belongs to its module."""


@pytest.fixture(scope="session")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> World:
    """Instead of the rows that tests share."""
    return Committed(django_db_blocker)


@pytest.fixture(scope="session")
def ledger(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Placement:
    """The last placement of the books, which has shares left; kept books are taken as they are."""
    with django_db_blocker.unblock():
        if not Placement.objects.exists():
            treasurer = UserFactory(username="treasurer")
            last = make_books(SALES, by=treasurer)
            state_company(last.agreement.issuer, SALES, by=treasurer)
            UserFactory(username="controller", group="Controller")
            UserFactory(username="cfo", is_superuser=True, is_staff=True, group=None)
        return Placement.objects.get(number=PLACEMENTS)


@pytest.fixture
def person(ledger: Placement, db: None, settings: Settings) -> User:
    """Who enters, on the day of the example."""
    settings.NEOEQUITY_TODAY = TODAY
    return User.objects.get(username="treasurer")


@pytest.fixture
def reader(person: User) -> Client:
    """Who may see every page."""
    client = Client()
    client.force_login(User.objects.get(username="cfo"))
    return client


@pytest.fixture
def open_page(benchmark: BenchmarkFixture, reader: Client) -> "Opened":
    """Opens a page a few times, and says how long that took."""
    return Opened(benchmark, reader)


class Opened:
    """Measures pages."""

    def __init__(self, benchmark: BenchmarkFixture, reader: Client) -> None:
        self.benchmark = benchmark
        self.reader = reader

    def __call__(self, address: str) -> None:
        response = self.benchmark.pedantic(self.reader.get, [address], rounds=3, warmup_rounds=1)
        assert response.status_code == 200
