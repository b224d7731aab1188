"""A statement written as any sender writes it is read back as it was."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.reading import read
from tests.statements import files

Write = Callable[[Iterable[Line], Decimal], bytes]
FORMATS: list[tuple[Write, Layout]] = [
    (files.as_csv, files.BANK),
    (files.as_workbook, files.BANK._replace(format="xlsx")),
    (files.as_ofx, files.OFX),
    (files.as_mt940, files.MT940),
    (files.as_camt053, files.CAMT053),
]
CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
WORDS = st.text("ABC abc&<>'\"", max_size=30).map(lambda text: " ".join(f"Wire {text}".split()))
PAYMENTS = st.builds(
    lambda day, amount, reference, text: Line(
        "bank", 1, day, "payment", text, reference=reference, amount=amount
    ),
    st.dates(date(2001, 1, 1), date(2030, 12, 31)),
    CENTS,
    st.from_regex(r"[A-Z]{1,4}-[0-9]{1,6}", fullmatch=True),
    WORDS,
)


@pytest.mark.parametrize(("write", "layout"), FORMATS, ids=lambda each: getattr(each, "name", ""))
@settings(max_examples=30, deadline=None)
@given(lines=st.lists(PAYMENTS, min_size=1, max_size=8), opening=CENTS)
def test_what_is_read_is_what_was_written(
    write: Write, layout: Layout, lines: list[Line], opening: Decimal
) -> None:
    statement = read(write(lines, opening), layout)

    assert [line._replace(number=1) for line in statement.lines] == lines
    assert statement[1:4] == ("00123", files.first(lines), files.last(lines))
    assert statement.closing == opening + files.total(lines)


@settings(max_examples=30, deadline=None)
@given(lines=st.lists(PAYMENTS, min_size=1, max_size=8), opening=CENTS)
def test_every_line_is_on_a_line_of_its_own_in_the_files_order(
    lines: list[Line], opening: Decimal
) -> None:
    for write, layout in FORMATS:
        numbers = [line.number for line in read(write(lines, opening), layout).lines]
        assert numbers == sorted(set(numbers))
