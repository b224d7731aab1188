"""Importing a file of sales beside django-import-export, which checks and seals nothing."""

import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.people.models import User
from placements.models import Placement
from tests.benchmarks.beside import took
from tests.benchmarks.big_books import written_notices
from tests.benchmarks.plain_sales import import_plainly, make_table

PLAINLY = 1_000  # rows; it takes as long for each, however many there are
MOST_BYTES_A_ROW = 6_000


@pytest.mark.parametrize("rows", [10_000, 100_000])
def bench_import_beside_django_import_export(
    benchmark: BenchmarkFixture, ledger: Placement, person: User, tmp_path: Path, rows: int
) -> None:
    file, said = tmp_path / "notices.csv", StringIO()
    file.write_text(written_notices(ledger, rows))
    plainly = written_notices(ledger, PLAINLY)
    others = []

    def first_the_other() -> None:
        with transaction.atomic():
            make_table()
            others.append(took(lambda: import_plainly(plainly)) / PLAINLY)
            transaction.set_rollback(True)

    def bring_in() -> None:
        options = {"dry_run": True, "user": person.username, "stdout": said}
        call_command("import_sales", str(file), **options)

    rounds = 3 if rows == 10_000 else 1
    benchmark.pedantic(bring_in, setup=first_the_other, rounds=rounds)
    assert f"{rows:,} sales" in said.getvalue()
    assert benchmark.stats is not None
    a_second = rows / benchmark.stats.stats.median
    times = sorted(others)[len(others) // 2] * a_second
    benchmark.extra_info["rows a second"] = round(a_second)
    benchmark.extra_info["times django-import-export"] = round(times, 1)
    print(f"\n{rows:,} rows: {a_second:,.0f} a second, {times:.1f} times django-import-export")  # noqa: T201


def bench_memory_of_an_import_grows_with_its_rows_only(
    ledger: Placement, person: User, tmp_path: Path
) -> None:
    file = tmp_path / "notices.csv"
    file.write_text(written_notices(ledger, 10_000))
    tracemalloc.start()
    options = {"dry_run": True, "user": person.username, "stdout": StringIO()}
    call_command("import_sales", str(file), **options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"\n{peak / 10_000:,.0f} bytes a row at the most")  # noqa: T201
    assert peak < MOST_BYTES_A_ROW * 10_000
