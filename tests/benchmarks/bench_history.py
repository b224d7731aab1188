"""How long the history takes on top of 100,000 sales and 100,000 events."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture
from pytest_django import DjangoDbBlocker

from neoequity import clock
from neoequity.books.exporting.query import ExportQuery
from neoequity.datasets import write_dataset
from neoequity.people.models import User
from placements.models import Placement
from tests.factories import TODAY, UserFactory

EVENTS = 100_000


@pytest.fixture(scope="module", autouse=True)
def _events(ledger: Placement, django_db_blocker: DjangoDbBlocker) -> None:
    """A hundred placements, each revised a thousand times; a clerk has done nothing since."""
    with django_db_blocker.unblock():
        UserFactory(username="clerk")
        drafts = [
            Placement(
                agreement=ledger.agreement,
                number=1_000 + number,
                shares_offered=1,
                minimum_price=1,
                status_on=TODAY,
                status_by=ledger.status_by,
            )
            for number in range(100)
        ]
        made = Placement.objects.bulk_create(drafts)
        rows = Placement.objects.filter(pk__in=[draft.pk for draft in made])
        for number in range(EVENTS // len(made)):
            rows.update(remark=f"revision {number}")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=sale",
        "kind=placement&field=remark",
        "kind=placement&field=status_note",
        "person=clerk",
        "path=outside",
        "agreement=sales-agreement",
    ],
)
def bench_a_page_of_the_history(benchmark: BenchmarkFixture, person: User, query: str) -> None:
    client = Client()
    client.force_login(person)
    response = benchmark.pedantic(client.get, [f"/history/?{query}"], rounds=3)
    assert response.status_code == 200


def bench_the_history_of_one_placement(benchmark: BenchmarkFixture, person: User) -> None:
    client = Client()
    client.force_login(person)
    pk = Placement.objects.latest("pk").pk
    response = benchmark.pedantic(client.get, [f"/history/?record=placement:{pk}"], rounds=3)
    assert len(response.context["lines"]) == 50


def bench_exporting_the_whole_history(
    benchmark: BenchmarkFixture, person: User, tmp_path: Path
) -> None:
    def export() -> int:
        with (tmp_path / "history.csv").open("wb") as out:
            write_dataset("history", ExportQuery(clock.today()), out)
            return out.tell()

    assert benchmark.pedantic(export, rounds=2) > 2 * EVENTS * 50
