"""What is left: four parts of one limit that always add up to it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.capacity import Capacity, reservation

amounts = st.decimals("0.00", "25000000.00", places=2)

PUBLISHED = Capacity(limit=Decimal("25000000.00"), unsettled=Decimal("3822967.00"))


def test_the_published_sale_leaves_21_177_033_dollars() -> None:
    assert PUBLISHED.sold == Decimal("3822967.00")
    assert PUBLISHED.remaining == Decimal("21177033.00")


def test_what_open_placements_need_is_not_free() -> None:
    held = PUBLISHED._replace(reserved=Decimal("160000.00"))
    assert held.remaining == Decimal("21177033.00")
    assert held.free == Decimal("21017033.00")


@given(amounts, amounts, amounts)
def test_settled_unsettled_reserved_and_free_add_up_to_the_limit(
    settled: Decimal, unsettled: Decimal, reserved: Decimal
) -> None:
    capacity = Capacity(Decimal("25000000.00"), settled, unsettled, reserved)
    assert settled + unsettled + reserved + capacity.free == capacity.limit


def test_percents_have_one_decimal_half_up() -> None:
    assert PUBLISHED.percent(PUBLISHED.sold) == Decimal("15.3")
    assert PUBLISHED.percent(Decimal("12500.00")) == Decimal("0.1")
    assert PUBLISHED.percent(Decimal("12499.99")) == Decimal("0.0")


@pytest.mark.parametrize(
    ("minimum", "expected", "held"),
    [("4.00", None, "160000.00"), ("4.00", "5.00", "160000.00"), (None, "4.0254", "161016.00")],
)
def test_a_placement_reserves_at_its_minimum_price_or_else_at_the_expected_one(
    minimum: str | None, expected: str | None, held: str
) -> None:
    prices = [Decimal(price) if price else None for price in (minimum, expected)]
    assert reservation(40_000, *prices) == Decimal(held)


def test_a_reservation_is_rounded_half_up_to_the_cent() -> None:
    assert reservation(1, Decimal("4.005"), None) == Decimal("4.01")


def test_a_placement_that_is_sold_out_reserves_nothing() -> None:
    assert reservation(0, Decimal("4.00"), None) == Decimal("0.00")
