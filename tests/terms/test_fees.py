"""The commission: a function of cumulative gross, so that no split, order or reversal moves it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.money import ZERO
from placements.terms.fees import FeeSchedule, Tier

SALES = FeeSchedule(
    Tier(Decimal(above), Decimal(rate))
    for above, rate in [("0", "0.04"), ("10000000", "0.035"), ("20000000", "0.03")]
)
FLAT = FeeSchedule([Tier(Decimal(0), Decimal("0.04"))])

amounts = st.decimals("0.00", "25000000.00", places=2)
rates = st.decimals("0", "0.2", places=6)


@st.composite
def schedules(draw: st.DrawFn) -> FeeSchedule:
    starts = draw(st.lists(st.decimals("0.01", "24000000", places=2), max_size=4, unique=True))
    return FeeSchedule(Tier(start, draw(rates)) for start in [ZERO, *starts])


@pytest.mark.parametrize(
    ("gross", "commission"),
    [
        ("0", "0.00"),
        ("0.12", "0.00"),
        ("0.13", "0.01"),
        ("3822967.00", "152918.68"),
        ("10000000", "400000.00"),
        ("10000000.01", "400000.00"),
        ("10000000.15", "400000.01"),
        ("20000000", "750000.00"),
        ("25000000", "900000.00"),
    ],
)
def test_the_sales_agreement_costs_four_then_three_and_a_half_then_three_percent(
    gross: str, commission: str
) -> None:
    assert SALES.commission(Decimal(gross)) == Decimal(commission)


@pytest.mark.parametrize(
    ("gross", "commission"), [("74392.00", "2975.68"), ("8400000", "336000.00")]
)
def test_the_other_agreement_costs_four_percent_throughout(gross: str, commission: str) -> None:
    assert FLAT.commission(Decimal(gross)) == Decimal(commission)


def test_five_million_on_top_of_eight_costs_185_000_dollars() -> None:
    before, after = Decimal(8_000_000), Decimal(13_000_000)
    assert SALES.commission_between(before, after) == Decimal("185000.00")
    assert [
        (part.dollars, part.tier.rate, part.amount) for part in SALES.workings(before, after)
    ] == [
        (Decimal(2_000_000), Decimal("0.04"), Decimal("80000.00")),
        (Decimal(3_000_000), Decimal("0.035"), Decimal("105000.000")),
    ]


def test_a_step_down_gives_back_what_the_step_up_cost() -> None:
    up = SALES.workings(Decimal(8_000_000), Decimal(13_000_000))
    down = SALES.workings(Decimal(13_000_000), Decimal(8_000_000))
    assert [(part.tier, -part.dollars, -part.amount) for part in down] == [
        (part.tier, part.dollars, part.amount) for part in up
    ]


@given(schedules(), st.lists(amounts, min_size=1, max_size=8))
def test_the_steps_of_any_walk_add_up_to_the_commission_on_where_it_ends(
    fees: FeeSchedule, stops: list[Decimal]
) -> None:
    walk = [ZERO, *stops]
    paid = sum(fees.commission_between(*step) for step in zip(walk, stops, strict=False))
    assert paid == fees.commission(stops[-1])


@given(schedules(), amounts)
def test_the_commission_is_the_exact_sum_over_tiers_to_the_nearest_cent(
    fees: FeeSchedule, gross: Decimal
) -> None:
    starts = [Fraction(tier.above) for tier in fees.tiers]
    exact = sum(
        max(Fraction(0), min(Fraction(gross), end) - Fraction(tier.above)) * Fraction(tier.rate)
        for tier, end in zip(fees.tiers, [*starts[1:], Fraction(10**12)], strict=True)
    )
    assert -Fraction(1, 200) < Fraction(fees.commission(gross)) - exact <= Fraction(1, 200)


@given(schedules(), amounts, amounts)
def test_more_gross_never_costs_less_commission(
    fees: FeeSchedule, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    assert fees.commission(low) <= fees.commission(high)


@given(schedules(), amounts, amounts)
def test_the_workings_account_for_every_dollar_and_for_the_commission_to_a_cent(
    fees: FeeSchedule, before: Decimal, after: Decimal
) -> None:
    parts = fees.workings(before, after)
    assert sum(part.dollars for part in parts) == after - before
    commission = fees.commission_between(before, after)
    assert abs(sum(part.amount for part in parts) - commission) <= Decimal("0.01")


def test_the_next_dollar_falls_into_the_tier_that_has_begun() -> None:
    tier, nearly, exactly = (
        SALES.tier_at(Decimal(gross)).rate for gross in ("0", "9999999.99", "10000000")
    )
    assert (tier, nearly, exactly) == (Decimal("0.04"), Decimal("0.04"), Decimal("0.035"))
    following = SALES.next_tier(Decimal(3_822_967))
    assert following is not None
    assert following.above == Decimal(10_000_000)
    assert SALES.next_tier(Decimal(20_000_000)) is None


@pytest.mark.parametrize("starts", [[], ["1"], ["0", "0"], ["-1", "0"]])
def test_a_schedule_without_its_beginning_is_no_schedule(starts: list[str]) -> None:
    with pytest.raises(
        ValueError, match=r"^A fee schedule starts above \$0 and has each start once\.$"
    ):
        FeeSchedule(Tier(Decimal(start), Decimal("0.04")) for start in starts)


def test_tiers_may_be_told_in_any_order() -> None:
    assert FeeSchedule(reversed(SALES.tiers)).tiers == SALES.tiers
