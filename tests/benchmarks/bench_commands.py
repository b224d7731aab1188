"""How long the commands take that read all the books, or bring in a file; nothing is kept."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.books.models import Closing
from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.models import Placement, Sale
from tests.benchmarks.big_books import written_notices

TOPICS = ("findings", "unsettled", "warrants", "documents", "earlier")
NOTES = [f"{topic}=as planned" for topic in TOPICS]


def bench_import_sales_of_ten_thousand(
    benchmark: BenchmarkFixture, ledger: Placement, person: User, tmp_path: Path
) -> None:
    file = tmp_path / "notices.csv"
    file.write_text(written_notices(ledger, 10_000))
    said = StringIO()

    def bring_in() -> None:
        options = {"dry_run": True, "user": person.username, "stdout": said}
        call_command("import_sales", str(file), **options)

    benchmark.pedantic(bring_in, rounds=3)
    assert "10,000 sales" in said.getvalue()


def bench_export_sales(benchmark: BenchmarkFixture, person: User, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    benchmark.pedantic(call_command, ["export", "sales"], {"output": str(file)}, rounds=1)
    assert file.stat().st_size > Sale.objects.count() * 100


def bench_verify_ledger(benchmark: BenchmarkFixture, person: User) -> None:
    proof = benchmark.pedantic(prove_books, rounds=1)
    assert proof.differences == []


def bench_close_period(benchmark: BenchmarkFixture, person: User) -> None:
    def close() -> None:
        with transaction.atomic():
            options = {"note": NOTES, "user": "controller", "stdout": StringIO()}
            call_command("close_period", "2001-10", **options)
            assert Closing.objects.exists()
            transaction.set_rollback(True)

    benchmark.pedantic(close, rounds=1)


def bench_audit_pack(benchmark: BenchmarkFixture, person: User, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    options = {"period": "2001-10", "output": file, "stdout": StringIO()}
    benchmark.pedantic(call_command, ["audit_pack"], options, rounds=1)
    assert file.stat().st_size


def bench_backup(benchmark: BenchmarkFixture, person: User, tmp_path: Path) -> None:
    file = tmp_path / "books.dump"
    benchmark.pedantic(call_command, ["backup", str(file)], {"stdout": StringIO()}, rounds=1)
    assert file.stat().st_size
