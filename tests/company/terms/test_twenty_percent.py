"""Nasdaq's 20% rule, by hand from p. S-8 and S-13."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.twenty_percent import Use, most_without_approval, use

FIFTH = Decimal("0.20")


@pytest.mark.parametrize(
    ("before", "most"),
    [
        (21_927_372, 4_385_474),  # 20% is 4,385,474.4
        (21_862_772, 4_372_554),  # 20% is 4,372,554.4
        (21_927_375, 4_385_474),  # 20% is 4,385,475: that many are 20% or more
        (5, 0),
        (6, 1),
        (0, 0),
    ],
)
def test_fewer_than_20_percent_need_no_approval(before: int, most: int) -> None:
    assert most_without_approval(before, FIFTH) == most


@given(st.integers(1, 10**9), st.decimals("0.01", "1.00", places=2))
def test_one_share_more_would_be_the_fraction_or_more(before: int, rate: Decimal) -> None:
    most = most_without_approval(before, rate)
    assert Fraction(most, before) < rate <= Fraction(most + 1, before)


def test_placements_that_count_use_what_they_sold_and_still_offer() -> None:
    found = use(21_927_372, FIFTH, sold=949_710 + 124_800, unsold=50_290)
    assert found == Use(4_385_474, 1_074_510, 50_290)
    assert (found.used, found.left) == (1_124_800, 3_260_674)


def test_more_than_is_allowed_leaves_a_negative_number() -> None:
    assert use(21_927_372, FIFTH, sold=4_385_475, unsold=0).left == -1


@pytest.mark.parametrize(("before", "rate"), [(None, FIFTH), (21_927_372, None)])
def test_what_is_left_is_not_available_without_the_count_before_or_the_rate(
    before: int | None, rate: Decimal | None
) -> None:
    found = use(before, rate, sold=949_710, unsold=0)
    assert (found.allowed, found.used, found.left) == (None, 949_710, None)
