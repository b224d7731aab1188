"""A line says only what its sender said."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.statements.terms.line import Line, as_stated


def test_a_line_says_nothing_that_its_sender_did_not_say() -> None:
    line = Line("bank", 3, date(2001, 11, 15), "payment", "WIRE IN")
    assert set(line[5:]) == {None}


@pytest.mark.parametrize(
    ("amount", "told"), [("5", "$5.00"), ("-5", "($5.00)"), ("-0.00500", "($0.005)")]
)
def test_an_amount_is_told_with_the_decimals_that_cents_would_hide(amount: str, told: str) -> None:
    assert as_stated(Decimal(amount)) == told
