"""Recording many lines: they are read one by one, and nothing of their text is lost."""

from datetime import timedelta
from decimal import Decimal

from neoequity.books.inserting import arrays_of
from neoequity.statements.models import Sender, StatementLine
from tests.statements import files
from tests.statements.recorded import received


def test_each_column_becomes_an_array_as_postgresql_writes_it() -> None:
    rows = iter([(1, 'a "b"', None), (2, r"c\d", Decimal("1.50"))])
    assert arrays_of(rows, 3) == ["{1,2}", r'{"a \"b\"","c\\d"}', "{NULL,1.50}"]


def test_no_rows_are_empty_arrays() -> None:
    assert arrays_of([], 2) == ["{}", "{}"]


def test_text_that_looks_like_signs_of_an_array_is_kept(bank: Sender) -> None:
    odd = r'a\b \N "c" {NULL,} \t tab'
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
