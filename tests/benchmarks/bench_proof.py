"""How long the proofs take beside a plain hash of as many rows, which grows with the same books."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from django.db import connection, transaction
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.books.models import ChainHead, ChangeLog, Issuer, LedgerProof, LoggedChange, Seal
from neoequity.books.periods.rules import parse_period
from neoequity.books.snapshot import one_snapshot
from neoequity.ledger import prove_books, prove_since
from neoequity.people.models import User
from neoequity.periods.inquiry import inquire
from neoequity.periods.proving import look, only_later_entries
from placements.actions.sale import record_sales
from placements.models import Placement
from tests.benchmarks.big_books import further_notices
from tests.benchmarks.conftest import Opened
from tests.factories import TODAY

OCTOBER = parse_period("2001-10")
SINCE = 1_000  # seals that a continued proof walks
# As long as the digest of a sale, over as many rows as the chain has.
_HASH = """
    SELECT count(encode(sha256(convert_to(repeat(digest, 5), 'UTF8')), 'hex')) FROM books_seal
"""


def seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def hash_every_row() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(_HASH)


def beside(benchmark: BenchmarkFixture, act: Callable[[], object], *, rounds: int) -> float:
    """The median of how many times a plain hash it takes, the two in turn; printed, too."""
    times = []

    def both() -> None:
        times.append((seconds(act), seconds(hash_every_row)))

    benchmark.pedantic(both, rounds=rounds)
    took, ratio = median(each for each, _ in times), median(a / b for a, b in times)
    print(f"\n  {took:.2f} s, {ratio:.2f} times a plain hash of every row")  # noqa: T201  # the figure
    return ratio


def bench_a_full_proof(benchmark: BenchmarkFixture, person: User) -> None:
    assert beside(benchmark, prove_books, rounds=3) < 12


def bench_a_continued_proof(benchmark: BenchmarkFixture, person: User) -> None:
    head, log = ChainHead.objects.get(), ChangeLog.objects.get()
    seal = Seal.objects.get(position=head.length - SINCE)
    change = LoggedChange.objects.get(position=log.length)
    full = LedgerProof(
        heads=[{"issuer": head.issuer_id, "position": seal.position, "digest": seal.digest}],
        log_position=change.position,
        log_digest=change.digest,
    )
    proof = prove_since(full)
    assert proof.found == []
    assert f"{SINCE:,} seals" in proof.rows
    assert beside(benchmark, lambda: prove_since(full), rounds=5) < 5


def bench_what_a_closing_does_under_its_lock(
    benchmark: BenchmarkFixture, ledger: Placement, person: User
) -> None:
    """Others wait for this alone: a sale came since the proof, and nothing else."""
    issuer, seen = Issuer.objects.get(), look()
    record_sales(further_notices(ledger, 1), by=person, today=TODAY)

    def under_the_lock() -> None:
        assert only_later_entries(seen, ChainHead.objects.get(), OCTOBER)
        inquire(issuer, OCTOBER)

    assert beside(benchmark, under_the_lock, rounds=5) < 2


def bench_a_checklist(benchmark: BenchmarkFixture, person: User) -> None:
    def asked() -> None:
        with one_snapshot():
            inquire(Issuer.objects.get(), OCTOBER)

    beside(benchmark, asked, rounds=5)


@pytest.mark.parametrize("lacking", ["missing", "unconfirmed"])
def bench_the_sales_that_lack_a_document(open_page: Opened, lacking: str) -> None:
    open_page(f"/sales/?document={lacking}")
