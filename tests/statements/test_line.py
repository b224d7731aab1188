"""A line says only what its sender said."""

from datetime import date

from neoequity.statements.terms.line import Line


def test_a_line_says_nothing_that_its_sender_did_not_say() -> None:
    line = Line("bank", 3, date(2001, 11, 15), "payment", "WIRE IN")
    assert set(line[5:]) == {None}
