"""Average volume and the days a sale needs, by hand from p. S-10."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.volume import Average, average_volume, days_needed, most_a_day
from placements.terms.split import Ratio, StockSplit

FIFTH = Decimal("0.20")
D1, D2, D3, D4 = (date(2001, 11, day) for day in (5, 6, 7, 8))


@pytest.mark.parametrize(
    ("shares", "participation", "days"),
    [
        (949_710, "0.20", 48),  # 47.4855 days of 20,000 shares
        (960_000, "0.20", 48),
        (960_001, "0.20", 49),
        (949_710, "1", 10),
        (1, "0.20", 1),
        (0, "0.20", 0),
    ],
)
def test_a_sale_needs_so_many_trading_days_of_100_000_shares(
    shares: int, participation: str, days: int
) -> None:
    assert days_needed(shares, 100_000, Decimal(participation)) == days


def test_a_day_takes_whole_shares_only() -> None:
    assert most_a_day(10_600, Decimal("0.0333")) == 352  # 352.98
    assert days_needed(705, 10_600, Decimal("0.0333")) == 3


@pytest.mark.parametrize(("average", "participation"), [(0, "0.20"), (100_000, "0"), (4, "0.20")])
def test_a_market_that_takes_nothing_never_takes_a_sale(average: int, participation: str) -> None:
    assert days_needed(1, average, Decimal(participation)) is None


@given(st.integers(1, 10**9), st.integers(1, 10**8), st.decimals("0.0001", "1.0000", places=4))
def test_the_days_suffice_and_one_day_less_does_not(
    shares: int, average: int, participation: Decimal
) -> None:
    days, daily = (
        days_needed(shares, average, participation),
        most_a_day(average, participation),
    )
    assert daily <= average * participation < daily + 1
    if days is None:
        assert daily == 0
    else:
        assert (days - 1) * daily < shares <= days * daily


def test_the_average_is_of_the_last_days_with_a_volume_rounded_down() -> None:
    volumes = [(D4, 900_000), (D1, 2_006_000), (D3, None), (D2, 10_601)]
    assert average_volume(volumes, D3, 1) == Average(10_601, 1, D2, D2)
    assert average_volume(volumes, D3, 20) == Average(1_008_300, 2, D1, D2)  # 1,008,300.5
    assert average_volume(volumes, D4, 2) == Average(455_300, 2, D2, D4)


def test_without_a_volume_there_is_no_average() -> None:
    assert average_volume([], D4, 20) is None
    assert average_volume([(D3, None), (D4, 100)], D3, 20) is None
    assert average_volume([(D3, 100)], D3, 0) is None


def test_a_day_without_any_trade_counts_with_its_zero() -> None:
    assert average_volume([(D1, 100), (D2, 0)], D2, 20) == Average(50, 2, D1, D2)


def test_volumes_before_a_split_count_in_the_shares_of_the_day() -> None:
    volumes = [(D1, 100_010), (D2, 100_000), (D3, 4_001)]
    reverse = [StockSplit(D3, Ratio(1, 25))]
    # 4,000.4 + 4,000 + 4,001 = 12,001.4, a third of which is 4,000.46...
    assert average_volume(volumes, D3, 3, reverse) == Average(4_000, 3, D1, D3)
    assert average_volume(volumes, D2, 3, reverse) == Average(100_005, 2, D1, D2)
