"""The price of a call with its working, what it would bring, and what splits do (p. S-4, S-7)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warrants.terms.call import CallPrice, CallTerms, call_price, what_if
from warrants.terms.split import Ratio, combined

TERMS = CallTerms(
    cap=Decimal("33.75"),
    rate=Decimal("0.97"),
    low_rate=Decimal("0.95"),
    threshold=Decimal("5.00"),
    floor=Decimal("2.00"),
)
REVERSE_SPLIT = Ratio(1, 25)


@pytest.mark.parametrize(
    ("bid", "rate", "price"),
    [
        ("4.04", "0.95", "3.8380"),
        ("4.99", "0.95", "4.7405"),
        ("5.00", "0.97", "4.8500"),  # not below the threshold
        ("34.79", "0.97", "33.7463"),
        ("34.80", "0.97", "33.7500"),  # 33.756: the cap
        ("100", "0.97", "33.7500"),
        ("1.99", "0.95", "1.8905"),
    ],
)
def test_the_price_of_a_call(bid: str, rate: str, price: str) -> None:
    found = call_price(Decimal(bid), Decimal(bid), TERMS)
    assert (found.rate, found.price) == (Decimal(rate), Decimal(price))


def test_the_market_price_chooses_the_rate_and_the_bid_is_multiplied() -> None:
    assert call_price(Decimal("5.10"), Decimal("4.95"), TERMS) == CallPrice(
        rate=Decimal("0.95"),
        product=Decimal("4.8450"),
        cap=Decimal("33.75"),
        price=Decimal("4.8450"),
        below_floor=False,
    )


def test_the_working_says_whether_the_cap_sets_the_price() -> None:
    assert call_price(Decimal("34.80"), Decimal("34.80"), TERMS).capped
    assert not call_price(Decimal("34.79"), Decimal("34.79"), TERMS).capped


@pytest.mark.parametrize(("market", "warned"), [("1.99", True), ("2.00", False)])
def test_below_two_dollars_it_warns(market: str, warned: bool) -> None:
    assert call_price(Decimal(market), Decimal(market), TERMS).below_floor is warned


def test_all_half_or_none_of_the_holders_answer() -> None:
    assert [tuple(each) for each in what_if(3_413_601, Decimal("3.8380"))] == [
        (Decimal(1), 3_413_601, Decimal("13101400.64")),  # 13,101,400.638
        (Decimal("0.5"), 1_706_800, Decimal("6550698.40")),  # half a share is none
        (Decimal(0), 0, Decimal("0.00")),
    ]


def test_the_reverse_split_of_september_2002() -> None:
    assert REVERSE_SPLIT.shares(94_971) == 3_798  # 3,798.84
    assert REVERSE_SPLIT.price(Decimal("5.2330")) == Decimal("130.8250")
    assert REVERSE_SPLIT.price(Decimal("33.75")) == Decimal("843.7500")
    assert REVERSE_SPLIT.shares(24) == 0


@pytest.mark.parametrize(
    ("ratio", "count", "before"),
    [
        (REVERSE_SPLIT, 3, 75),
        (REVERSE_SPLIT, -3, -75),
        (Ratio(2, 1), 5, 2),  # half a share is no share …
        (Ratio(2, 1), -5, -2),  # … nor is it in a reversal
        (Ratio(1, 1), 7, 7),
    ],
)
def test_what_a_count_was_before_the_split(ratio: Ratio, count: int, before: int) -> None:
    assert ratio.shares_before(count) == before


def test_several_splits_are_one_and_prices_are_rounded_once() -> None:
    assert combined([Ratio(3, 1), Ratio(1, 3)]) == Ratio(3, 3)
    assert combined([Ratio(3, 1), Ratio(1, 3)]).price(Decimal("0.0100")) == Decimal("0.0100")
    assert combined([]) == Ratio(1, 1)


@given(st.integers(0, 10**9), st.integers(1, 1000), st.integers(1, 1000))
def test_a_split_makes_no_shares(count: int, new: int, old: int) -> None:
    ratio = Ratio(new, old)
    assert ratio.shares(count) * old <= count * new
    assert ratio.shares_before(ratio.shares(count)) <= count


@given(st.decimals("0.0001", "1000", places=4), st.decimals("0.0001", "1000", places=4))
def test_a_price_never_exceeds_cap_or_bid(bid: Decimal, market: Decimal) -> None:
    found = call_price(bid, market, TERMS)
    assert found.price <= TERMS.cap
    assert found.price <= bid
