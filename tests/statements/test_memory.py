"""A large file is read as it comes: what is kept are its lines, and no second copy of the file."""

import tracemalloc
from datetime import timedelta
from decimal import Decimal

import pytest

from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.reading import read
from tests.statements import files
from tests.statements.test_round_trips import Write

#: A copy of what 2,000 lines more say would be larger.
_NOISE = 70_000


def needed_while_reading(write: Write, layout: Layout, count: int) -> int:
    """The most bytes that reading so many lines takes beyond what it gives back."""
    lines = [
        files.payment(n, files.NOV_9 + timedelta(n % 20), f"{n}.25", f"B-{n}", f"Wire {n}")
        for n in range(1, count + 1)
    ]
    content = write(lines, Decimal(10))
    tracemalloc.start()
    try:
        statement = read(content, layout)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(statement.lines) == count
    return most - kept


@pytest.mark.parametrize(
    ("write", "layout"),
    [
        (files.as_csv, files.BANK),
        (files.as_ofx, files.OFX),
        (files.as_mt940, files.MT940),
        (files.as_camt053, files.CAMT053),
    ],
    ids=["csv", "ofx", "mt940", "camt053"],
)
def test_more_lines_take_no_more_memory_to_read(write: Write, layout: Layout) -> None:
    small, large = (needed_while_reading(write, layout, count) for count in (500, 2_500))
    assert large - small < _NOISE
