"""How many warrants, at what exercise price: 10% rounded down, 130% of the average (p. S-11)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warrants.terms.grant import Grant, covered, grant

TENTH, STRIKE = Decimal("0.10"), Decimal("1.30")


@pytest.mark.parametrize(
    ("shares", "gross", "granted", "price"),
    [
        (949_710, "3822967.00", 94_971, "5.2330"),  # 1.3 x 3,822,967 / 949,710 = 5.23300…
        (104_800, "338504.00", 10_480, "4.1990"),  # 1.3 x 3.23
        (20_000, "74392.00", 2_000, "4.8355"),  # 1.3 x 3.7196 = 4.83548: from the gross …
        (20_000, "74400.00", 2_000, "4.8360"),  # … not from the printed average of $3.72
        (1_000, "4040.00", 100, "5.2520"),  # at $4.04
        (9, "36.00", 0, "5.2000"),
        (19, "76.00", 1, "5.2000"),
        (4, "0.01", 0, "0.0033"),  # 1.3 x 0.0025 = 0.00325, half-up
    ],
)
def test_the_warrant_on_these_sales(shares: int, gross: str, granted: int, price: str) -> None:
    assert grant(shares, Decimal(gross), TENTH, STRIKE) == Grant(granted, Decimal(price))


@pytest.mark.parametrize("shares", [0, -1])
def test_nothing_sold_earns_nothing(shares: int) -> None:
    assert grant(shares, Decimal(0), TENTH, STRIKE) == Grant(0, Decimal(0))


@given(st.integers(0, 10**12), st.decimals("0", "1", places=6))
def test_what_is_covered_is_the_largest_whole_number_within_the_rate(
    shares: int, rate: Decimal
) -> None:
    count = covered(shares, rate)
    assert count <= rate * shares < count + 1


@given(st.integers(1, 10**9), st.decimals("0.01", "99999999", places=2))
def test_the_price_is_within_half_a_step_of_130_percent_of_the_average(
    shares: int, gross: Decimal
) -> None:
    price = grant(shares, gross, TENTH, STRIKE).exercise_price
    assert abs(price * shares - STRIKE * gross) <= Decimal("0.00005") * shares
    assert price == price.quantize(Decimal("0.0001"))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_parts_never_earn_more_than_the_whole(parts: list[int]) -> None:
    assert sum(covered(part, TENTH) for part in parts) <= covered(sum(parts), TENTH)
