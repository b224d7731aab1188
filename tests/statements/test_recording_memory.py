"""Recording many lines takes no second copy of them: COPY reads them row by row."""

import tracemalloc
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest

from neoequity.books.copying import CopiedRows
from neoequity.statements.models import Sender, StatementLine
from tests.statements import files
from tests.statements.recorded import received

A_PIECE = 8_192


def test_rows_are_made_as_they_are_read() -> None:
    made = count()
    rows = CopiedRows(f"{next(made)}\n" for _ in range(100_000))
    tracemalloc.start()
    try:
        size = sum(len(piece) for piece in iter(lambda: rows.read(A_PIECE), b""))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == sum(len(f"{number}\n") for number in range(100_000))
    assert most < 20 * A_PIECE


@pytest.mark.parametrize("size", [1, 7, 8_192])
def test_nothing_is_lost_between_two_pieces(size: int) -> None:
    rows = CopiedRows(iter(["Zürich\t1\n", "\t\n", "x" * 20 + "\n"]))
    read = b"".join(iter(lambda: rows.read(size), b""))
    assert read.decode() == "Zürich\t1\n\t\n" + "x" * 20 + "\n"


def test_text_that_copy_would_take_for_signs_is_kept(bank: Sender) -> None:
    odd = r"a\b \N \. \t tab"
    lines = [files.payment(1, files.NOV_9, "1.00", r"B\1", odd)]
    received(bank, files.as_csv(lines, Decimal(0)), files.BANK.name)
    line = StatementLine.objects.get()
    assert (line.text, line.reference) == (odd, r"B\1")


def test_twenty_thousand_lines_are_recorded_in_one_go(bank: Sender) -> None:
    lines = [
        files.payment(n, files.NOV_9 - timedelta(n % 8), f"{n}.25", f"B-{n}")
        for n in range(1, 20_001)
    ]
    statement = received(bank, files.as_csv(lines, Decimal(0)), files.BANK.name).statement
    assert statement.line_count == StatementLine.objects.count() == 20_000
