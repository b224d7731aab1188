"""Lists of fifty rows and the dashboard beside the least page of somebody signed in."""

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.people.models import User
from tests.benchmarks.beside import beside

EMPTY = "/help/"
LISTS = ("/sales/", "/placements/", "/settlements/", "/warrants/", "/approvals/", "/history/")
BY_AMOUNT = "/sales/?sort=-gross"
ADMIN = ("/admin/placements/sale/", "/admin/placements/delivery/")


@pytest.mark.parametrize("page", [*LISTS, "/", BY_AMOUNT, *ADMIN])
def bench_a_page_beside_an_empty_one(
    benchmark: BenchmarkFixture, reader: Client, person: User, page: str
) -> None:
    def opened(address: str) -> None:
        assert reader.get(address).status_code == 200

    beside(benchmark, lambda: opened(page), lambda: opened(EMPTY), rounds=10)
