"""Months told together, and what comes within a year, worked without the database."""

from datetime import date
from decimal import Decimal

from neoequity.reports.board.coming import Coming, in_order
from neoequity.reports.board.months import Month, shortened

TODAY = date(2001, 11, 13)


def month(number: int, shares: int = 1_000) -> Month:
    """A month of 2001 in which shares were sold at $4.00 for 4%."""
    gross = Decimal(4 * shares)
    commission = gross * Decimal("0.04")
    return Month(date(2001, number, 1), shares, gross, commission, gross - commission)


def test_a_few_months_stand_alone() -> None:
    assert shortened([month(1), month(2)], most=2) == [month(1), month(2)]


def test_the_earlier_months_are_told_in_one_line() -> None:
    earlier, *latest = shortened([month(1), month(2), month(3), month(4)], most=3)
    assert latest == [month(3), month(4)]
    assert earlier == Month(
        date(2001, 1, 1),
        2_000,
        Decimal(8000),
        Decimal("320.00"),
        Decimal("7680.00"),
        is_earlier=True,
    )


def test_an_average_price_is_gross_by_shares() -> None:
    assert month(1).average_price == Decimal("4.000000")
    nothing = Month(date(2001, 1, 1), 0, Decimal("0.00"), Decimal("-5.00"), Decimal("5.00"))
    assert nothing.average_price is None


def test_what_comes_is_in_the_order_of_its_days_and_ends_after_a_year() -> None:
    overdue = Coming(date(2001, 11, 7), "Settlement overdue", "")
    soon = Coming(date(2001, 11, 15), "Settlement due", "")
    in_a_year = Coming(date(2002, 11, 14), "A year and a day", "")
    later = Coming(date(2002, 11, 15), "Two days later", "")
    assert in_order([later, in_a_year, soon, overdue], TODAY) == [overdue, soon, in_a_year]
