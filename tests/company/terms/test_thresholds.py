"""Holders against 15% and 20%, by hand from p. S-10 and S-14."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.thresholds import (
    Holding,
    Left,
    Reach,
    reaches,
    shares_left,
    standing,
)

OUTSTANDING = 21_862_772
DELAWARE, RIGHTS_PLAN = Decimal("0.15"), Decimal("0.20")
#: Montrose, Strong River and Societe Generale together, on Oct 2, 2001.
GROUP = Holding(held=579_098, acquirable=4_498_145, within_60_days=173_320)
DIRECTORS = Holding(stated_rate=Decimal("0.116"))


def test_the_group_holds_2_6_percent_and_19_3_percent_as_exercised() -> None:
    found = standing(GROUP, OUTSTANDING, RIGHTS_PLAN)
    assert found.held_rate == Decimal("0.026488")
    assert found.as_exercised_rate == Decimal("0.192605")  # 5,077,243 of 26,360,917
    assert found.within_60_days_rate == Decimal("0.007928")


def test_the_group_reaches_15_percent_only_as_exercised_and_stays_below_20() -> None:
    assert standing(GROUP, OUTSTANDING, DELAWARE).reach == Reach.AS_EXERCISED
    assert standing(GROUP, OUTSTANDING, RIGHTS_PLAN).reach == Reach.BELOW


def test_the_group_may_get_so_many_shares_more() -> None:
    delaware = standing(GROUP, OUTSTANDING, DELAWARE)
    # 15% is 3,279,415.8 shares; of new ones 2,700,317.8 / 0.85 = 3,176,844.47.
    assert delaware.left_held == Left(existing=2_700_317, new=3_176_844)
    assert delaware.left_as_exercised == Left(existing=0, new=0)
    plan = standing(GROUP, OUTSTANDING, RIGHTS_PLAN)
    # 20% is 4,372,554.4 shares; of new ones 3,793,456.4 / 0.8 = 4,741,820.5.
    assert plan.left_held == Left(existing=3_793_456, new=4_741_820)
    # As exercised 20% is 5,272,183.4; of new ones 194,940.4 / 0.8 = 243,675.5.
    assert plan.left_as_exercised == Left(existing=194_940, new=243_675)


def test_a_percentage_alone_is_compared_and_has_no_shares() -> None:
    found = standing(DIRECTORS, OUTSTANDING, DELAWARE)
    assert (found.reach, found.held_rate) == (Reach.BELOW, Decimal("0.116"))
    assert (found.as_exercised_rate, found.left_held, found.left_as_exercised) == (None, None, None)
    assert standing(DIRECTORS, OUTSTANDING, Decimal("0.116")).reach == Reach.HELD


@pytest.mark.parametrize(
    ("holding", "outstanding"), [(Holding(), OUTSTANDING), (GROUP, None), (GROUP, 0)]
)
def test_without_its_figures_a_holding_is_not_available(
    holding: Holding, outstanding: int | None
) -> None:
    found = standing(holding, outstanding, DELAWARE)
    assert (found.reach, found.held_rate, found.left_held) == (Reach.UNKNOWN, None, None)


def test_a_holder_whose_warrants_are_not_known_can_be_over_but_not_below() -> None:
    assert standing(Holding(held=150), 1_000, DELAWARE).reach == Reach.HELD
    found = standing(Holding(held=149), 1_000, DELAWARE)
    assert (found.reach, found.left_held) == (Reach.UNKNOWN, Left(0, 1))
    assert (found.as_exercised_rate, found.left_as_exercised) == (None, None)
    assert found.within_60_days_rate is None


@pytest.mark.parametrize(
    ("held", "reach"), [(149, Reach.BELOW), (150, Reach.HELD), (151, Reach.HELD)]
)
def test_equality_reaches_a_threshold(held: int, reach: Reach) -> None:
    assert standing(Holding(held, 0), 1_000, DELAWARE).reach == reach


def test_a_rate_that_only_rounds_to_the_threshold_does_not_reach_it() -> None:
    found = standing(Holding(149_999_999, 0), 1_000_000_000, DELAWARE)
    assert (found.held_rate, found.reach) == (Decimal("0.150000"), Reach.BELOW)


@pytest.mark.parametrize("threshold", ["0", "1", "-0.1", "1.5"])
def test_a_threshold_lies_between_nothing_and_everything(threshold: str) -> None:
    with pytest.raises(ValueError, match="more than 0% and less than 100%"):
        shares_left(1, 10, Decimal(threshold))


@given(
    st.integers(1, 10**9).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_))),
    st.decimals("0.0001", "0.9999", places=4),
)
def test_with_what_is_left_a_holder_is_below_and_with_one_share_more_it_is_not(
    holding: tuple[int, int], threshold: Decimal
) -> None:
    held, outstanding = holding
    left = shares_left(held, outstanding, threshold)
    if reaches(held, outstanding, threshold):
        assert left == Left(0, 0)
        return
    assert not reaches(held + left.existing, outstanding, threshold)
    assert reaches(held + left.existing + 1, outstanding, threshold)
    assert not reaches(held + left.new, outstanding + left.new, threshold)
    assert reaches(held + left.new + 1, outstanding + left.new + 1, threshold)
    assert left.new >= left.existing
