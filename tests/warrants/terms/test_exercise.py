"""Exercise for cash and cashless, by hand and by property (p. S-12)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warrants.terms.exercise import (
    Outcome,
    cashless,
    for_cash,
    reasons_against_cashless,
    reasons_against_exercise,
)

PRICE = Decimal("5.2330")
prices = st.decimals("0.0001", "1000", places=4)


@pytest.mark.parametrize(
    ("shares", "price", "cash"),
    [
        (94_971, "5.2330", "496983.24"),  # 496,983.243
        (1, "5.2350", "5.24"),  # half-up
        (3, "0.0050", "0.02"),  # 0.015
    ],
)
def test_cash_is_shares_times_price(shares: int, price: str, cash: str) -> None:
    assert for_cash(shares, Decimal(price)) == Outcome(shares, Decimal(cash))


@pytest.mark.parametrize(
    ("shares", "market", "received"),
    [
        (94_971, "10.4660", 47_485),  # half of the shares, 47,485.5, rounded down
        (1_000, "5.2330", 0),  # the market price is the exercise price
        (1_000, "5.0000", 0),  # below it
        (1_000, "5.2331", 0),  # a gain of a hundredth of a cent
        (1_000, "6.0000", 127),  # 127.83
        (4, "20.9320", 3),  # exactly three quarters
    ],
)
def test_cashless_is_the_gain_in_shares(shares: int, market: str, received: int) -> None:
    assert cashless(shares, PRICE, Decimal(market)) == Outcome(received, Decimal("0.00"))


@given(st.integers(1, 10**9), prices, prices)
def test_cashless_is_the_floor_of_the_exact_quotient(
    shares: int, price: Decimal, market: Decimal
) -> None:
    received = cashless(shares, price, market).shares_issued
    exact = Fraction(shares) * (Fraction(market) - Fraction(price)) / Fraction(market)
    assert received == max(exact.__floor__(), 0)
    assert 0 <= received < shares


@given(st.integers(1, 10**9), prices)
def test_cash_is_within_half_a_cent(shares: int, price: Decimal) -> None:
    assert abs(for_cash(shares, price).cash - shares * price) <= Decimal("0.005")


def against(**said: object) -> list[str]:
    facts: dict[str, object] = {
        "shares": 100,
        "held": 1_000,
        "on": date(2002, 11, 15),
        "issued_on": date(2001, 11, 15),
        "expires_on": date(2006, 11, 15),
        "page": "p. S-12",
    }
    found = reasons_against_exercise(**{**facts, **said})  # type: ignore[arg-type]  # by name
    return [reason.sentence for reason in found]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"shares": 0}, "An exercise is for at least one share."),
        ({"shares": 1_001}, "1,001 shares are more than the 1,000 that the holder has."),
        ({"on": date(2001, 11, 14)}, "The warrant was issued on 2001-11-15, after 2001-11-14."),
        (
            {"on": date(2006, 11, 16)},
            "The warrant could be exercised until 2006-11-15 (p. S-12).",
        ),
    ],
)
def test_each_reason_against(said: dict[str, object], sentence: str) -> None:
    assert against(**said) == [sentence]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"shares": 1_000},
        {"on": date(2001, 11, 15)},
        {"on": date(2006, 11, 15)},
        {"on": date(2050, 1, 1), "expires_on": None},
    ],
)
def test_up_to_the_brink_nothing_speaks_against(said: dict[str, object]) -> None:
    assert against(**said) == []


@pytest.mark.parametrize(
    ("on", "cashless_from", "market", "sentences"),
    [
        (date(2002, 11, 15), date(2002, 11, 15), "5.2331", []),
        (
            date(2002, 11, 14),
            date(2002, 11, 15),
            "6",
            [
                (
                    "Cashless exercise is possible from 2002-11-15 on (p. S-12); this one is dated "
                    "2002-11-14."
                )
            ],
        ),
        (
            date(2002, 11, 15),
            date(2002, 11, 15),
            "5.2330",
            [
                (
                    "The market price of $5.2330 is not above the exercise price of $5.2330: a "
                    "cashless exercise would give no shares (p. S-12)."
                )
            ],
        ),
        (
            date(2002, 11, 15),
            date(2002, 11, 15),
            None,
            ["A cashless exercise needs the market price."],
        ),
        (
            date(2002, 11, 15),
            None,
            "6",
            ["This warrant can be exercised for cash only (p. S-12)."],
        ),
    ],
)
def test_each_reason_against_a_cashless_exercise(
    on: date, cashless_from: date | None, market: str | None, sentences: list[str]
) -> None:
    found = reasons_against_cashless(
        shares=100_000,
        on=on,
        cashless_from=cashless_from,
        exercise_price=PRICE,
        market_price=Decimal(market) if market else None,
        page="p. S-12",
    )
    assert [reason.sentence for reason in found] == sentences


@pytest.mark.parametrize(("shares", "received"), [(52_329, 0), (52_331, 1)])
def test_a_cashless_exercise_that_gives_no_share_is_refused_with_its_figures(
    shares: int, received: int
) -> None:
    """52,329 x 0.0001 / 5.2331 is just short of one share."""
    found = reasons_against_cashless(
        shares=shares,
        on=date(2002, 11, 15),
        cashless_from=date(2002, 11, 15),
        exercise_price=PRICE,
        market_price=Decimal("5.2331"),
        page="p. S-12",
    )
    assert cashless(shares, PRICE, Decimal("5.2331")).shares_issued == received
    sentence = (
        f"A cashless exercise of {shares:,} shares at $5.2330 with the market price at $5.2331 "
        f"would give no shares: {shares:,} × ($5.2331 − $5.2330) ÷ $5.2331 is less than one "
        "(p. S-12)."
    )
    assert [reason.sentence for reason in found] == [sentence][received:]
