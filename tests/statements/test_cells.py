"""Numbers and days as senders write them: read as the layout says, or refused."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.statements.terms.cells import day, number, whole_number

NOV_9 = date(2001, 11, 9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,822,967.00", "3822967.00"),
        ("$3,822,967.00", "3822967.00"),
        ("USD 1.50", "1.50"),
        ("1.50 USD", "1.50"),
        ("(1,234.56)", "-1234.56"),
        ("($1,234.56)", "-1234.56"),
        ("$(1,234.56)", "-1234.56"),
        ("-$5.00", "-5.00"),
        ("\N{MINUS SIGN}5.00", "-5.00"),
        ("1,234.56-", "-1234.56"),
        ("1,234.56 CR", "1234.56"),
        ("1,234.56DR", "-1234.56"),
        ("4.02540000", "4.02540000"),
        ("1 234.5", "1234.5"),
        ("1'234.5", "1234.5"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_with_its_sign_and_its_decimals(text: str, value: str) -> None:
    assert str(number(text, ".")) == value


@pytest.mark.parametrize("text", ["", "  ", "-", "--", "\N{EN DASH}", "N/A"])
def test_an_empty_cell_is_no_number(text: str) -> None:
    assert number(text, ".") is None


@pytest.mark.parametrize(
    "text",
    [
        *("1,23", "12,34,567", "1$2", "1..2", "--5", "(5", "5)", "five", "1e5", "1,234,56.00"),
        *("0.123456789", "123456789012345", "\N{ARABIC-INDIC DIGIT FIVE}", "-5-", "(5)-"),
        *("-5 CR", "5%"),
    ],
)
def test_what_is_not_one_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        number(text, ".")


def test_a_decimal_comma_is_read_where_the_layout_says_so() -> None:
    assert number("3.822.967,50", ",") == Decimal("3822967.50")


def test_a_point_is_no_decimal_sign_where_the_layout_says_comma() -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number("4.02", ",")


def test_shares_with_decimals_of_zero_are_whole() -> None:
    assert whole_number("949,710.00000000", ".") == 949710


def test_a_part_of_a_share_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a whole number of shares"):
        whole_number("10.5", ".")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        *(("11/09/2001", "month_first"), ("11/9/01", "month_first"), ("11092001", "month_first")),
        *(("09/11/2001", "day_first"), ("09.11.2001", "day_first"), ("9-11-01", "day_first")),
        *(("2001/11/09", "year_first"), ("20011109", "year_first")),
        *(("2001-11-09", "month_first"), ("2001-11-09", "day_first")),
        *(("2001-11-09 00:00:00", "month_first"), ("2001-11-09T16:30:00.123", "day_first")),
        *(("11/09/2001 4:30 PM", "month_first"), ("9-Nov-2001", "month_first")),
        ("Nov 9, 2001", "day_first"),
    ],
)
def test_a_day_is_read_in_the_order_of_the_layout(text: str, order: str) -> None:
    assert day(text, order) == NOV_9


@pytest.mark.parametrize(
    ("text", "order"),
    [
        *(("13/11/2001", "month_first"), ("11/13/2001", "day_first"), ("2001-02-30", "year_first")),
        *(("11/09/2001", "year_first"), ("someday", "month_first"), ("11/09", "month_first")),
        *(("01/01/1850", "month_first"), ("11.09/2001", "month_first")),
    ],
)
def test_what_is_not_one_day_is_refused(text: str, order: str) -> None:
    with pytest.raises(ValueError, match="“"):
        day(text, order)
