"""Numbers as people paste them are read exactly, and what could mean two numbers is refused."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.money import dollars, exact_dollars, per_share
from neoequity.books.typed_numbers import FIGURE as ANY_FIGURE
from neoequity.books.typed_numbers import (
    MONEY,
    PRICE,
    RATE,
    SHARES,
    Kind,
    above_zero,
    read_number,
    write_number,
)

KINDS = (SHARES, PRICE, MONEY, RATE)
NO_BREAK, FIGURE, THIN, NARROW = "\u00a0", "\u2007", "\u2009", "\u202f"
share_counts = st.integers(1, 10**12 - 1)
amounts = st.decimals(Decimal(-(10**15)), 10**15, places=2)
prices = st.integers(0, 6).flatmap(lambda places: st.decimals(0, 99_999_999, places=places))
rates = st.decimals(0, 999, places=6)


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        (SHARES, "949710", "949710"),
        (SHARES, "500,000", "500000"),
        (SHARES, " 1 000 ", "1000"),
        (SHARES, "1,234,567", "1234567"),
        *[(SHARES, f"1{space}234{space}567", "1234567") for space in (NO_BREAK, THIN, NARROW)],
        (SHARES, f"{FIGURE}949{FIGURE}710\t", "949710"),
        (PRICE, "$4.10", "4.10"),
        (PRICE, "$ 4.10", "4.10"),
        (PRICE, "4.0300", "4.0300"),
        (PRICE, "4", "4"),
        (PRICE, ".5", "0.5"),
        (PRICE, "1,234.5", "1234.5"),
        (MONEY, "$3,822,967.00", "3822967.00"),
        (MONEY, "40,000", "40000"),
        (MONEY, "0", "0"),
        (MONEY, "(1,234.56)", "-1234.56"),
        (MONEY, "($1,234.56)", "-1234.56"),
        (MONEY, "$ (1,234.56)", "-1234.56"),
        (MONEY, "-$1,234.56", "-1234.56"),
        (MONEY, "\N{MINUS SIGN}5", "-5"),
        (RATE, "3.5", "0.035"),
        (RATE, "4", "0.04"),
        (RATE, "0", "0.00"),
        (RATE, "0.5%", "0.005"),
        (RATE, "3.5%", "0.035"),
        (RATE, "3.5 %", "0.035"),
        (RATE, "120%", "1.20"),
        (ANY_FIGURE, "50,000,000", "50000000"),
        (ANY_FIGURE, "100,000", "100000"),
        (ANY_FIGURE, "$0.001", "0.001"),
        (ANY_FIGURE, "$300,000.00", "300000.00"),
        (ANY_FIGURE, "20%", "0.20"),
        (ANY_FIGURE, "0.20", "0.20"),
    ],
)
def test_a_number_is_read_as_it_was_pasted(kind: Kind, typed: str, number: str) -> None:
    assert str(read_number(typed, kind)) == number


@pytest.mark.parametrize("kind", [*KINDS, ANY_FIGURE])
@pytest.mark.parametrize(
    "typed",
    [
        *("1,5", "4,10", "1,00,000", "1,2345", "10,0000", ",500", "0,500", "012,345", "1,,000"),
        *("1,000 000", "1 000,000", "1  000", "1 00", "1.000.000", "1.000,00", "4.", "."),
        *("$-", "$", "-", "(5", "5)", "()", "(-5)", "-(5)", "--5", "5-", "+5", "$$5", "5$"),
        *("", "  ", "ten", "1e3", "NaN", "Infinity", "0x10", "1_0", "=1+1", "1'000", "5\0", "½"),
        *("9" * 40, "USD 4", "4 4", "%", "5%%", "$5%", "\N{FULLWIDTH DIGIT FIVE}"),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_enter(kind: Kind, typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Enter a.+ such as .+\.$"):
        read_number(typed, kind)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *[(SHARES, typed) for typed in ("1.000", "1.5", "$500", "5%", "1234567890123")],
        *[(PRICE, typed) for typed in ("4.0000001", "5%", "123456789")],
        *[(MONEY, typed) for typed in ("1.000", "40000.005", "5%")],
        *[(ANY_FIGURE, typed) for typed in ("0.0000001", "12345678901234567", "0.00001%")],
        *[
            (RATE, typed)
            for typed in ("$0.1", "0.0350001", "3.50001%", "1,000%", "1,200", "100000")
        ],
    ],
)
def test_more_digits_than_the_kind_has_and_marks_of_another_are_refused(
    kind: Kind, typed: str
) -> None:
    with pytest.raises(ValueError, match=r"^Enter "):
        read_number(typed, kind)


def test_one_comma_in_a_price_without_a_point_could_mean_either_and_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r"^Enter 4\.025 or 4,025\.00: “4,025” could mean either"):
        read_number("4,025", PRICE)
    assert read_number("4,025.00", PRICE) == 4025
    assert read_number("4,025", MONEY) == 4025


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0.035", "3.5 for 3.5%, or 0.035%"),
        ("0.5", "50 for 50%, or 0.5%"),
        (".97", "97 for 97%, or 0.97%"),
    ],
)
def test_a_rate_below_one_without_its_sign_could_be_a_fraction_and_is_asked_about(
    typed: str, meant: str
) -> None:
    with pytest.raises(ValueError, match=rf"^Enter the rate in percent: {re.escape(meant)} with "):
        read_number(typed, RATE)


@pytest.mark.parametrize("typed", ["0", "-5", "(5)", "$0.00"])
def test_zero_and_less_are_refused_where_a_figure_is_above_zero(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Enter a number above zero\.$"):
        above_zero(read_number(typed, MONEY))


@given(share_counts, amounts, prices, rates)
def test_what_the_product_writes_it_reads_back_equal(
    shares: int, amount: Decimal, price: Decimal, rate: Decimal
) -> None:
    for kind, number in ((SHARES, Decimal(shares)), (MONEY, amount), (PRICE, price), (RATE, rate)):
        assert read_number(write_number(number, kind), kind) == number
    assert read_number(dollars(amount), MONEY) == amount
    assert read_number(exact_dollars(price), PRICE) == price
    assert read_number(per_share(price), PRICE) == price
    assert read_number(f"{shares:,}", SHARES) == shares


@pytest.mark.parametrize(
    ("number", "written"),
    [("21927372.000000", "21,927,372"), ("0.001000", "0.001"), ("0.200000", "0.2"), ("0", "0")],
)
def test_a_figure_of_any_unit_is_written_without_zeros_at_its_end(
    number: str, written: str
) -> None:
    assert write_number(Decimal(number), ANY_FIGURE) == written
    assert read_number(written, ANY_FIGURE) == Decimal(number)


@given(prices)
def test_a_price_that_is_written_back_keeps_the_decimals_it_was_typed_with(price: Decimal) -> None:
    assert str(read_number(write_number(price, PRICE), PRICE)) == f"{price:f}"


@given(st.text("0123456789.,$()%- \u00a0\u2009", max_size=14), st.sampled_from(KINDS))
def test_nothing_that_could_be_two_numbers_is_read(typed: str, kind: Kind) -> None:
    """Whoever takes commas and spaces for separators reads the number, and nobody another."""
    try:
        number = read_number(typed, kind)
    except ValueError:
        return
    digits = "".join(sign for sign in typed if sign in "0123456789.")
    read = abs(number) * (100 if kind is RATE else 1)
    assert Decimal(digits) == read
    comma = typed.rpartition(",")[2].strip("()$% ")
    if "," in typed and "." not in typed and typed.count(",") == 1:
        assert len(comma) == 3
        assert kind.decimals <= 2
