"""How long recording, reading and exporting take on top of 100,000 sales.

Not part of the ordinary run: `make bench`.
"""

from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from placements.actions.sale import record_sale, record_sales
from placements.exports import write_export
from placements.exports.asked import Asked
from placements.models import Placement, Sale
from placements.selectors.ledger import prove_ledger
from placements.selectors.positions import positions
from tests.factories import TODAY, notice_of, reverse_sale


def bench_recording_ten_thousand_sales_at_once(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    notices = [notice_of(ledger, 10) for _ in range(10_000)]

    def record() -> None:
        with transaction.atomic():
            record_sales(notices, by=person, today=TODAY)
            transaction.set_rollback(True)

    benchmark.pedantic(record, rounds=3)


def bench_recording_and_reversing_one_sale(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    notice = notice_of(ledger, 10)

    def record() -> None:
        with transaction.atomic():
            sale = record_sale(notice, by=person, today=TODAY)
            reverse_sale(sale, on=TODAY, reason="a mistake", by=person, today=TODAY)
            transaction.set_rollback(True)

    benchmark.pedantic(record, rounds=10)


def bench_positions(benchmark: BenchmarkFixture, person: User) -> None:
    [told] = benchmark(positions, TODAY)
    assert told.shares == 1_000_000


def bench_the_dashboard(benchmark: BenchmarkFixture, person: User) -> None:
    client = Client()
    client.force_login(person)
    response = benchmark(client.get, f"/?as_of={TODAY}")
    assert response.status_code == 200


def bench_the_list_of_sales(benchmark: BenchmarkFixture, person: User) -> None:
    client = Client()
    client.force_login(person)
    response = benchmark.pedantic(client.get, [f"/sales/?as_of={TODAY}"], rounds=5)
    assert response.status_code == 200


def bench_exporting_all_sales(benchmark: BenchmarkFixture, person: User, tmp_path: Path) -> None:
    def export() -> int:
        with (tmp_path / "sales.csv").open("wb") as out:
            write_export("sales", Asked(TODAY), out)
            return out.tell()

    assert benchmark.pedantic(export, rounds=3) > Sale.objects.count() * 100


def bench_proving_the_ledger(benchmark: BenchmarkFixture, person: User) -> None:
    proof = benchmark.pedantic(prove_ledger, rounds=3)
    assert proof.differences == []
