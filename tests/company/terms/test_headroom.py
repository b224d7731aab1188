"""Authorized shares that are left, by hand from p. S-9 and S-13."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.headroom import Headroom, ToSell, most_shares, run_out_below
from warrants.terms.grant import covered

AUTHORIZED = 50_000_000
OCT_26 = Headroom(AUTHORIZED, 21_927_372, 8_593_877)
TENTH = Decimal("0.10")
PROGRAM = [ToSell(Decimal("25000000.00"), TENTH), ToSell(Decimal("8400000.00"), TENTH)]


def test_the_documents_leave_19_478_751_shares() -> None:
    assert OCT_26.left == 19_478_751


@pytest.mark.parametrize(
    "incomplete",
    [
        OCT_26._replace(authorized=None),
        OCT_26._replace(outstanding=None),
        OCT_26._replace(overhang=None),
    ],
)
def test_what_is_left_is_not_available_without_a_figure(incomplete: Headroom) -> None:
    assert incomplete.left is None


def test_settlement_moves_shares_and_leaves_the_headroom() -> None:
    # 949,710 + 20,000 sold and unsettled; warrants for 10% of them and of the 104,800 settled.
    nov_13 = Headroom(AUTHORIZED, 22_032_172, 8_593_877, unsettled=969_710, earned=107_451)
    nov_15 = Headroom(AUTHORIZED, 23_001_882, 8_593_877, unsettled=0, earned=107_451)
    assert nov_13.left == nov_15.left == 18_296_790


def test_an_exercise_moves_shares_and_leaves_the_headroom() -> None:
    exercised = Headroom(AUTHORIZED, 21_927_372 + 100_000, 8_593_877 - 100_000)
    assert exercised.left == 19_478_751


def test_a_cashless_exercise_frees_the_shares_it_saves() -> None:
    # 94,971 warrants at $5.2330, market $10.00: floor(94,971 x 4.767 / 10) = 45,272 shares.
    issued = OCT_26._replace(overhang=8_688_848)
    exercised = issued._replace(outstanding=21_927_372 + 45_272, overhang=8_593_877)
    assert (issued.left, exercised.left) == (19_383_780, 19_433_479)


def test_below_1_8862_dollars_shares_run_out_before_dollars() -> None:
    assert run_out_below(PROGRAM, 19_478_751) == Decimal("1.8862")  # $36,740,000 / 19,478,751


def test_after_the_published_sales_it_is_1_7534_dollars() -> None:
    left = [ToSell(Decimal("21177033.00"), TENTH), ToSell(Decimal("7987104.00"), TENTH)]
    assert run_out_below(left, 18_296_790) == Decimal("1.7534")  # $32,080,550.70 / 18,296,790


def test_a_1_for_25_split_frees_headroom_unless_the_authorized_shares_shrink_too() -> None:
    # 21,927,372 / 25 = 877,094.88; others 207,211.08; Class B 2 x 68,272.
    after = Headroom(AUTHORIZED, 877_094, 207_211 + 136_544)
    assert after.left == 48_779_151
    assert run_out_below(PROGRAM, after.left) == Decimal("0.7532")  # 0.75319...
    shrunk = after._replace(authorized=2_000_000)
    assert shrunk.left == 779_151
    assert run_out_below(PROGRAM, shrunk.left) == Decimal("47.1539")  # 47.15388...


def test_each_agreement_has_its_own_coverage() -> None:
    both = [ToSell(Decimal("1000.00"), TENTH), ToSell(Decimal("500.00"))]
    assert str(run_out_below(both, 1_000)) == "1.6000"


@pytest.mark.parametrize("left", [None, 0, -1])
def test_there_is_no_such_price_where_nothing_is_left_or_known(left: int | None) -> None:
    assert run_out_below(PROGRAM, left) is None


def test_with_nothing_more_to_sell_shares_never_run_out() -> None:
    assert str(run_out_below([], 1_000)) == "0.0000"


@given(
    st.lists(
        st.builds(
            ToSell,
            st.decimals("0.00", "99999999.99", places=2),
            st.decimals("0.00", "1.00", places=4),
        ),
        max_size=4,
    ),
    st.integers(1, 10**9),
)
def test_at_the_price_the_shares_suffice_and_a_step_below_it_they_do_not(
    agreements: list[ToSell], left: int
) -> None:
    price = run_out_below(agreements, left)
    assert price is not None
    claimed = sum(each.gross * (1 + each.coverage) for each in agreements)
    assert left * price >= claimed
    assert price == 0 or left * (price - Decimal("0.0001")) < claimed


@pytest.mark.parametrize(
    ("left", "coverage", "most"),
    [
        (19_478_751, "0.10", 17_707_956),  # with 1,770,795 warrants: to the share
        (11, "0.10", 10),
        (10, "0.10", 9),
        (9, "0.10", 9),
        (1_000, "0", 1_000),
        (3, "1", 1),
        (0, "0.10", 0),
        (-5, "0.10", 0),
    ],
)
def test_a_placement_fits_with_its_warrants(left: int, coverage: str, most: int) -> None:
    assert most_shares(left, Decimal(coverage)) == most


def test_a_sale_may_complete_a_warrant_begun_by_sales_before() -> None:
    # 9 shares sold have earned no warrant; a tenth brings one.
    assert most_shares(1, TENTH, sold=9) == 0
    assert most_shares(2, TENTH, sold=9) == 1


@given(
    st.integers(-10, 10**8),
    st.decimals("0.0000", "2.0000", places=4),
    st.integers(0, 10**6),
)
def test_exactly_the_most_shares_fit_and_one_more_does_not(
    left: int, coverage: Decimal, sold: int
) -> None:
    def claims(shares: int) -> int:
        return shares + covered(sold + shares, coverage) - covered(sold, coverage)

    most = most_shares(left, coverage, sold)
    assert claims(most + 1) > left
    assert claims(most) <= left or most == 0
