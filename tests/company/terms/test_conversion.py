"""The debentures' conversion price, worked by hand from 30 bids with ties (p. S-7).

Issued on Thu Nov 15, 2001. Five trading days before: Nov 14, 13, 12 (Veterans Day), 9 and 8.
Converted on Mon Mar 4, 2002. Thirty trading days before: ten from Jan 17 to 31 without Jan 21, all
nineteen of February (not Feb 18), and Mar 1.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.conversion import (
    ConversionPrice,
    ConversionTerms,
    Converted,
    InitialPrice,
    NotAvailable,
    conversion_price,
    convert,
    initial_price,
)

TERMS = ConversionTerms(Decimal("1.20"), 5, Decimal("1.01"), 10, 30, 90, "p. S-7")
ISSUED, CONVERTED = date(2001, 11, 15), date(2002, 3, 4)
INITIAL = Decimal("4.8288")

JANUARY = (17, 18, 22, 23, 24, 25, 28, 29, 30, 31)
FEBRUARY = (1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 19, 20, 21, 22, 25, 26, 27, 28)
DAYS = [
    *(date(2002, 1, day) for day in JANUARY),
    *(date(2002, 2, day) for day in FEBRUARY),
    date(2002, 3, 1),
]
# Three at 3.10, four at 3.15 and five at 3.20, of which three are among the ten lowest.
BIDS = (
    *(["3.90", "3.85", "3.80", "3.70", "3.60", "3.50", "3.40", "3.35", "3.30", "3.20"]),
    *(["3.15", "3.10", "3.15", "3.20", "3.25", "3.20", "3.10", "3.15", "3.20", "3.30"]),
    *(["3.35", "3.25", "3.20", "3.15", "3.10", "3.45", "3.55", "3.60", "3.65", "4.10"]),
)
CLOSING = dict(zip(DAYS, map(Decimal, BIDS), strict=True))
BEFORE_ISSUE = {
    date(2001, 11, day): Decimal(value)
    for day, value in [(8, "4.00"), (9, "4.05"), (12, "4.10"), (13, "3.95"), (14, "4.02")]
}


def price_on(on: date, bids: dict[date, Decimal]) -> ConversionPrice | NotAvailable:
    return conversion_price(INITIAL, issued_on=ISSUED, on=on, bids=bids, terms=TERMS)


def test_the_initial_price_is_120_percent_of_the_five_days_average() -> None:
    """(4.00 + 4.05 + 4.10 + 3.95 + 4.02) / 5 = 4.024; x 1.20 = 4.8288."""
    assert initial_price(ISSUED, BEFORE_ISSUE, TERMS) == InitialPrice(INITIAL, Decimal("4.024"))


def test_a_missing_day_before_issue_leaves_no_initial_price() -> None:
    without = {day: value for day, value in BEFORE_ISSUE.items() if day.day != 12}
    assert initial_price(ISSUED, without, TERMS) == NotAvailable(
        "The market value of Nov 12, 2001 is missing: the conversion price takes those of the 5 "
        "trading days before Nov 15, 2001 (p. S-7)."
    )


def test_the_floating_price_is_101_percent_of_the_ten_lowest_bids_average() -> None:
    """3 x 3.10 + 4 x 3.15 + 3 x 3.20 = 31.50; / 10 x 1.01 = 3.1815."""
    price = price_on(CONVERTED, CLOSING)
    assert isinstance(price, ConversionPrice)
    assert (price.price, price.floating) == (Decimal("3.1815"), Decimal("3.1815"))
    assert [str(bid) for bid in price.lowest] == [*["3.10"] * 3, *["3.15"] * 4, *["3.20"] * 3]


def test_a_floating_price_above_the_initial_one_changes_nothing() -> None:
    higher = {day: bid + 2 for day, bid in CLOSING.items()}
    price = price_on(CONVERTED, higher)
    assert isinstance(price, ConversionPrice)
    assert (price.price, price.floating) == (INITIAL, Decimal("5.2015"))


@pytest.mark.parametrize(("on", "floats"), [(date(2002, 2, 12), False), (date(2002, 2, 13), True)])
def test_the_price_floats_from_the_ninetieth_day_after_issue(on: date, floats: bool) -> None:
    price = price_on(on, {date(2001, 12, 1): Decimal(3)})
    assert isinstance(price, NotAvailable) == floats
    if not floats:
        assert price == ConversionPrice(INITIAL, INITIAL, None)


def test_prices_are_rounded_half_up_to_four_decimals() -> None:
    """3.105 x 1.01 = 3.13605."""
    price = price_on(CONVERTED, dict.fromkeys(DAYS, Decimal("3.105")))
    assert isinstance(price, ConversionPrice)
    assert price.price == Decimal("3.1361")


def test_one_missing_bid_is_named_and_never_guessed() -> None:
    without = {day: bid for day, bid in CLOSING.items() if day != date(2002, 2, 19)}
    assert price_on(CONVERTED, without) == NotAvailable(
        "The closing bid of Feb 19, 2002 is missing: the conversion price takes those of the 30 "
        "trading days before Mar 4, 2002 (p. S-7)."
    )


def test_fewer_than_thirty_bids_are_not_enough() -> None:
    february = {day: bid for day, bid in CLOSING.items() if day.month != 1}
    assert price_on(CONVERTED, february) == NotAvailable(
        "10 closing bids are missing, from Jan 17, 2002 to Jan 31, 2002: the conversion price "
        "takes those of the 30 trading days before Mar 4, 2002 (p. S-7)."
    )


def test_a_debenture_is_not_converted_before_it_is_issued() -> None:
    assert price_on(date(2001, 11, 14), CLOSING) == NotAvailable(
        "The debenture is issued on Nov 15, 2001: it cannot be converted before, on Nov 14, 2001 "
        "(p. S-7)."
    )


@pytest.mark.parametrize(
    ("price", "shares", "remainder"),
    [
        ("3.1815", 3_143_171, "1.46"),  # 3,143,171 x 3.1815 = 9,999,998.5365
        ("4.8288", 2_070_907, "4.28"),  # 2,070,907 x 4.8288 = 9,999,995.7216
    ],
)
def test_ten_million_dollars_convert_into_whole_shares(
    price: str, shares: int, remainder: str
) -> None:
    converted = convert(Decimal(10_000_000), Decimal(price))
    assert converted == Converted(shares, Decimal(remainder))


def test_nothing_converts_at_a_price_of_nothing() -> None:
    with pytest.raises(ValueError, match=r"^A conversion price must be more than \$0; it is 0\.$"):
        convert(Decimal(1000), Decimal(0))


@given(st.permutations(BIDS))
def test_the_order_of_the_bids_and_their_ties_change_nothing(bids: list[str]) -> None:
    shuffled = dict(zip(DAYS, map(Decimal, bids), strict=True))
    assert price_on(CONVERTED, shuffled) == price_on(CONVERTED, CLOSING)


cents = st.decimals("0.01", "30", places=2)


@given(st.lists(cents, min_size=30, max_size=30), st.integers(0, 29), cents)
def test_a_higher_bid_never_lowers_the_price_and_the_initial_price_is_its_most(
    bids: list[Decimal], place: int, more: Decimal
) -> None:
    raised = [bid + more if n == place else bid for n, bid in enumerate(bids)]
    low, high = (price_on(CONVERTED, dict(zip(DAYS, each, strict=True))) for each in (bids, raised))
    assert isinstance(low, ConversionPrice)
    assert isinstance(high, ConversionPrice)
    assert low.price <= high.price <= INITIAL
