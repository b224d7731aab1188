"""How long matching very many lines of a statement with as many of our items takes."""

import os
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.matching import propose_matches

LINES = int(os.environ.get("SALES") or 100_000)
FIRST = date(2000, 1, 3)


def bench_a_statement_whose_lines_have_mostly_references(benchmark: BenchmarkFixture) -> None:
    lines, items = statement(with_reference=0.8)
    proposals = benchmark.pedantic(propose_matches, [lines, items], rounds=3)
    assert len(proposals) == LINES


def bench_a_statement_without_references(benchmark: BenchmarkFixture) -> None:
    lines, items = statement(with_reference=0)
    proposals = benchmark.pedantic(propose_matches, [lines, items], rounds=3)
    assert len(proposals) > 0.9 * LINES


def bench_a_statement_that_fits_nothing(benchmark: BenchmarkFixture) -> None:
    """The dearest kind: every step is tried for every line."""
    lines, items = statement(with_reference=0)
    off = Quantity(Decimal("777.00"))
    strange = [line._replace(quantity=line.quantity + off) for line in lines]
    proposals = benchmark.pedantic(propose_matches, [strange, items], rounds=3)
    assert len(proposals) < 0.2 * LINES


def bench_a_statement_of_equal_figures(benchmark: BenchmarkFixture) -> None:
    """A hundred thousand times the same amount within a few days."""
    lines, items = statement(with_reference=0)
    dollar = Quantity(Decimal("1.00"))
    proposals = benchmark.pedantic(
        propose_matches,
        [[each._replace(quantity=dollar, day=FIRST) for each in side] for side in (lines, items)],
        rounds=3,
    )
    assert len(proposals) == LINES


def statement(with_reference: float) -> tuple[list[Entry], list[Entry]]:
    """Payments of sales over seven years: some with the reference, some a cent off, shuffled."""
    random = Random(8)  # noqa: S311  # no secret: the same in every run
    lines, items = [], []
    for number in range(LINES):
        day = FIRST + timedelta(days=random.randrange(2500))
        amount = Decimal(random.randrange(1_000_000, 50_000_000)) / 100
        cents_off = Decimal("0.01") if random.random() < 0.1 else Decimal("0.00")
        is_named = random.random() < with_reference
        reference = f"CF-{number}"
        items.append(
            Entry(
                f"sale {number}",
                f"sale {number}",
                "sale",
                day,
                Quantity(amount),
                f"agreement-{number % 7}",
                reference,
            )
        )
        lines.append(
            Entry(
                f"line {number}",
                f"line {number}",
                "payment",
                day,
                Quantity(amount - cents_off),
                reference=reference.lower() if is_named else "",
            )
        )
    random.shuffle(lines)
    random.shuffle(items)
    return lines, items
