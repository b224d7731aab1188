"""Shares and prices after splits, by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.split import (
    Ratio,
    StockSplit,
    Traded,
    is_oversold,
    price_on,
    room,
    shares_on,
)

D1, D2, D3, D4, D5 = (date(2001, 11, day) for day in range(5, 10))
REVERSE, FORWARD = Ratio(1, 25), Ratio(2, 1)


def test_what_was_traded_before_a_split_counts_in_the_shares_of_each_day() -> None:
    traded = [(D1, 250_000), (D3, 1_000)]
    splits = [StockSplit(D3, REVERSE)]
    assert shares_on(D2, traded, splits) == 250_000
    assert shares_on(D3, traded, splits) == 11_000  # a trade of the day itself is in new shares
    assert shares_on(D5, traded, [*splits, StockSplit(D5, FORWARD)]) == 22_000


def test_each_split_drops_the_fraction_of_a_share() -> None:
    splits = [StockSplit(D2, REVERSE), StockSplit(D4, FORWARD)]
    assert shares_on(D5, [(D1, 49)], splits) == 2  # 49 become 1, and 1 becomes 2
    assert shares_on(D5, [(D1, 24)], splits) == 0
    assert shares_on(D5, [(D1, 20), (D1, 5)], splits) == 2  # added up before they are turned


def test_a_price_is_rounded_once_to_six_decimals() -> None:
    thirds = [StockSplit(D2, Ratio(3, 1)), StockSplit(D3, Ratio(3, 1))]
    assert price_on(D1, Decimal("0.50"), D1, thirds) == Decimal("0.50")
    assert price_on(D3, Decimal("0.50"), D1, thirds) == Decimal("0.055556")
    assert price_on(D3, Decimal("0.50"), D2, thirds) == Decimal("0.166667")
    assert price_on(D2, Decimal("0.50"), D1, [StockSplit(D2, REVERSE)]) == Decimal("12.50")


@pytest.mark.parametrize(
    ("day", "sold", "left"),
    [
        (D3, [(D1, 250_000)], 30_000),
        (D1, [(D1, 250_000)], 750_000),
        (D1, [(D1, 250_000), (D3, 10_000)], 500_024),  # 24 old shares are no new one
        (D1, [(D1, 250_000), (D3, 30_000)], 24),
        (D1, [(D1, 999_990)], 10),  # and here the offer itself ends it
        (D3, [(D1, 250_000), (D1, 750_000)], 0),
    ],
)
def test_there_is_room_for_what_fits_on_its_own_day_and_after_every_split(
    day: date, sold: list[Traded], left: int
) -> None:
    splits = [StockSplit(D3, REVERSE)]
    assert room(day, (D1, 1_000_000), sold, splits) == left


_DAYS = st.dates(D1, D5)
_SPLITS = st.dictionaries(
    _DAYS,
    st.builds(Ratio, st.integers(1, 30), st.integers(1, 30)).filter(lambda r: r.new != r.old),
    max_size=4,
).map(lambda found: [StockSplit(day, found[day]) for day in sorted(found)])


@given(_DAYS, st.integers(1, 2000), _SPLITS, st.lists(st.tuples(_DAYS, st.integers(1, 400))))
def test_exactly_what_there_is_room_for_can_be_sold(
    day: date, offered: int, splits: list[StockSplit], sold: list[Traded]
) -> None:
    offer = (D1, offered)
    if is_oversold(offer, sold, splits):
        return
    left = room(day, offer, sold, splits)
    assert left >= 0
    assert not is_oversold(offer, [*sold, (day, left)], splits)
    assert is_oversold(offer, [*sold, (day, left + 1)], splits)
    assert all(
        shares_on(then, sold, splits) <= shares_on(then, [offer], splits) for then in (D4, D5)
    )
