"""Money to the cent: half-up, never a float, and numbers read only as they are plainly written."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.money import (
    average_price,
    cents,
    dollars,
    fits,
    gross_of,
    of_shares,
    parse_money,
    parse_price,
    parse_shares,
    per_share,
)

share_counts = st.integers(1, 10**9)
prices = st.decimals("0.000001", "99999.999999", places=6)
Parser = Callable[[str], Decimal | int]
PARSERS: tuple[Parser, ...] = (parse_money, parse_price, parse_shares)
OTHER_DIGITS = ("\N{FULLWIDTH DIGIT FIVE}", "\N{ARABIC-INDIC DIGIT FIVE}", "\N{SUPERSCRIPT TWO}")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.004999", "0.00"), ("2.675", "2.68"), ("1.015", "1.02"), ("3", "3.00")],
)
def test_half_a_cent_goes_up(amount: str, rounded: str) -> None:
    assert str(cents(Decimal(amount))) == rounded


@given(share_counts, prices)
def test_gross_is_never_further_than_half_a_cent_from_shares_times_price(
    shares: int, price: Decimal
) -> None:
    exact = shares * Fraction(price)
    assert -Fraction(1, 200) < Fraction(gross_of(shares, price)) - exact <= Fraction(1, 200)


def test_a_printed_average_price_may_miss_the_gross_by_thousands_of_dollars() -> None:
    assert gross_of(949_710, Decimal("4.03")) - Decimal("3822967.00") == Decimal("4364.30")


@pytest.mark.parametrize(
    ("gross", "shares", "price", "agrees"),
    [
        ("3822967.00", 949_710, "4.0254", True),
        ("3822967.00", 949_710, "4.03", True),
        ("74392.00", 20_000, "3.72", True),
        ("4005.00", 1000, "4.00", True),
        ("4005.01", 1000, "4.00", False),
        ("3995.00", 1000, "4.00", True),
        ("3994.99", 1000, "4.00", False),
    ],
)
def test_a_stated_gross_agrees_within_half_a_cent_a_share(
    gross: str, shares: int, price: str, agrees: bool
) -> None:
    assert fits(Decimal(gross), shares, Decimal(price)) is agrees
    assert fits(-Decimal(gross), -shares, Decimal(price)) is agrees


@given(share_counts, prices)
def test_a_gross_that_was_not_stated_always_agrees(shares: int, price: Decimal) -> None:
    assert fits(gross_of(shares, price), shares, price)


def test_the_average_price_keeps_six_decimals_and_of_nothing_there_is_none() -> None:
    assert average_price(Decimal("3822967.00"), 949_710) == Decimal("4.025405")
    assert average_price(Decimal("0.00"), 0) is None


# Reading


def test_plain_numbers_are_read_exactly() -> None:
    assert parse_money("3822967.00") == Decimal("3822967.00")
    assert parse_price("4.025405") == Decimal("4.025405")
    assert parse_shares("949710") == 949_710


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    "text",
    [
        *("", " ", " 5", "5 ", "5\n", "1,000", "$4", "1e3", "NaN", "Infinity", "+5", "-5", "0x10"),
        *("1_0", "4.", ".5", "4,5", "=1+1", "9" * 40, "5\0", "½", *OTHER_DIGITS),
    ],
)
def test_anything_but_a_plain_number_is_refused(parse: Parser, text: str) -> None:
    with pytest.raises(ValueError, match=r"^must be .+, in plain digits such as [0-9.]+$"):
        parse(text)


@pytest.mark.parametrize("parse", PARSERS)
def test_zero_is_refused_in_words_of_its_own(parse: Parser) -> None:
    with pytest.raises(ValueError, match=r"^must be more than zero$"):
        parse("0")


@pytest.mark.parametrize(
    ("parse", "text"), [(parse_money, "1.234"), (parse_price, "1.2345678"), (parse_shares, "1.5")]
)
def test_more_decimals_than_are_kept_are_refused_not_rounded(parse: Parser, text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        parse(text)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_exactly_or_refused(text: str) -> None:
    for parse in PARSERS:
        try:
            number = parse(text)
        except ValueError:
            continue
        assert text.isascii()
        assert Fraction(number) == Fraction(text) > 0


# Writing


@pytest.mark.parametrize(
    ("amount", "written"),
    [("3822967", "$3,822,967.00"), ("-1234.5", "($1,234.50)"), ("0", "$0.00")],
)
def test_dollars_have_separators_cents_and_parentheses(amount: str, written: str) -> None:
    assert dollars(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("price", "written"),
    [("4", "$4.0000"), ("4.0254", "$4.0254"), ("4.025405", "$4.025405"), ("1234.5", "$1,234.5000")],
)
def test_a_price_has_four_decimals_or_the_six_that_are_kept(price: str, written: str) -> None:
    assert per_share(Decimal(price)) == written


def test_one_share_is_not_one_shares() -> None:
    assert [of_shares(count) for count in (0, 1, 949_710)] == [
        "0 shares",
        "1 share",
        "949,710 shares",
    ]
