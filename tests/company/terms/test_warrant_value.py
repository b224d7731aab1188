"""What the agent's warrants count for: 1.75% of the proceeds by the formula, 2% with its floor."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.warrant_value import (
    FORMULA,
    METHODS,
    WITH_FLOOR,
    Inputs,
    Method,
    inputs,
)
from tests.company.terms.agreements import TEN_PERCENT_AT_130


@pytest.mark.parametrize(("method", "share"), [(FORMULA, "0.0175"), (WITH_FLOOR, "0.02")])
def test_ten_percent_at_130_percent_count_for_1_75_or_2_percent(method: Method, share: str) -> None:
    """((0.65 - 0.30) / 2) x 0.10 = 0.0175; 0.2% of the proceeds for each of ten percent: 0.02."""
    assert method.share(TEN_PERCENT_AT_130) == Decimal(share)


def test_a_warrant_at_the_offering_price_counts_for_more_than_the_floor() -> None:
    """(0.65 / 2) x 0.10 = 3.25%, above the floor of 2%."""
    at_price = Inputs(Decimal(1), Decimal("0.10"))
    assert WITH_FLOOR.share(at_price) == FORMULA.share(at_price) == Decimal("0.0325")


def test_a_warrant_far_above_the_price_counts_for_nothing_or_for_the_floor() -> None:
    far = Inputs(Decimal(2), Decimal("0.10"))
    assert (FORMULA.share(far), WITH_FLOOR.share(far)) == (Decimal(0), Decimal("0.02"))


def test_the_value_is_a_share_of_the_gross_to_the_cent() -> None:
    """3,822,967.00 x 0.0175 = 66,901.9225; x 0.02 = 76,459.34."""
    gross = Decimal("3822967.00")
    assert FORMULA.value(gross, TEN_PERCENT_AT_130) == Decimal("66901.92")
    assert WITH_FLOOR.value(gross, TEN_PERCENT_AT_130) == Decimal("76459.34")


def test_a_grant_at_4_04_has_the_inputs_of_its_agreement() -> None:
    of_grant = inputs(Decimal("4.04"), Decimal("5.2520"), 94_971, 949_710)
    assert of_grant == TEN_PERCENT_AT_130


@pytest.mark.parametrize(("price", "shares"), [("0", 100), ("4.04", 0)])
def test_warrants_without_a_sale_have_no_value(price: str, shares: int) -> None:
    with pytest.raises(ValueError, match=r"^Warrants are valued against shares sold at a price\.$"):
        inputs(Decimal(price), Decimal("5.2520"), 10, shares)


def test_each_method_is_found_by_its_name_and_version() -> None:
    assert {name: method.floor for name, method in METHODS.items()} == {
        "nasd-formula-floor v1": Decimal("0.2"),
        "nasd-formula v1": None,
    }


fractions = st.decimals("0", "3", places=4)


@given(fractions, st.decimals("0", "1", places=4))
def test_the_floor_never_lowers_a_value_and_none_is_negative(
    strike: Decimal, coverage: Decimal
) -> None:
    of = Inputs(strike, coverage)
    assert 0 <= FORMULA.share(of) <= WITH_FLOOR.share(of)
