"""Shares traded on several days in the shares of one: a fraction is dropped at each split."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warrants.terms.counting import DatedRatio, Traded, counted, exactly, moved
from warrants.terms.grant import Grant, Part, grant_on
from warrants.terms.split import Ratio

BEFORE, EFFECTIVE, AFTER = date(2001, 11, 9), date(2001, 11, 13), date(2001, 11, 15)
ONE_FOR_25 = DatedRatio(EFFECTIVE, Ratio(1, 25))
TENTH, STRIKE = Decimal("0.10"), Decimal("1.30")


@pytest.mark.parametrize(
    ("traded", "day", "shares"),
    [
        ([Traded(BEFORE, 100_000)], AFTER, 4_000),
        ([Traded(BEFORE, 100_000)], BEFORE, 100_000),  # looked at before the split
        ([Traded(EFFECTIVE, 100_000)], AFTER, 100_000),  # its day counts new shares
        ([Traded(BEFORE, 50_000), Traded(AFTER, 2_000)], AFTER, 4_000),
        ([Traded(BEFORE, 24), Traded(BEFORE, 26)], AFTER, 2),  # 50 / 25: added up first
        ([Traded(BEFORE, 49)], AFTER, 1),
        ([], AFTER, 0),
    ],
)
def test_shares_are_counted_in_those_of_the_day(
    traded: list[Traded], day: date, shares: int
) -> None:
    assert counted(traded, [ONE_FOR_25], day) == shares


def test_of_two_splits_each_drops_its_fraction_in_order() -> None:
    later = DatedRatio(date(2001, 12, 3), Ratio(2, 1))
    traded = [Traded(BEFORE, 49), Traded(AFTER, 1)]
    # 49 become 1, one more is 2, and twice as many are 4; with every fraction it were 5.92.
    assert counted(traded, [later, ONE_FOR_25], date(2001, 12, 3)) == 4
    assert exactly(traded, [later, ONE_FOR_25], date(2001, 12, 3)) * 25 == 148


def test_warrant_shares_go_forward_and_back() -> None:
    assert moved(1_005, [ONE_FOR_25], BEFORE, AFTER) == 40
    assert moved(40, [ONE_FOR_25], AFTER, BEFORE) == 1_000
    assert moved(1_005, [ONE_FOR_25], AFTER, AFTER) == 1_005


@pytest.mark.parametrize(
    ("before", "gross", "after", "granted", "price"),
    [
        (100_000, "400000.00", 0, 400, "130.0000"),  # $4.00 is $100.00 after it
        (50_000, "7500.00", 2_000, 400, "4.8750"),  # 50,000 at $0.15, 2,000 at $3.75
    ],
)
def test_the_worked_warrants_of_a_one_for_25(
    before: int, gross: str, after: int, granted: int, price: str
) -> None:
    traded = [Traded(BEFORE, before), Traded(AFTER, after)]
    amount = Decimal(gross) + after * Decimal("3.75")
    part = Part(counted(traded, [ONE_FOR_25], AFTER), amount, TENTH, STRIKE)
    assert grant_on([part]) == Grant(granted, Decimal(price))


def test_a_pool_of_two_versions_rounds_once_and_weighs_its_strikes() -> None:
    parts = [
        Part(10_005, Decimal("40020.00"), TENTH, STRIKE),
        Part(20_010, Decimal("100050.00"), Decimal("0.05"), Decimal("1.50")),
    ]
    # 1,000.5 and 1,000.5 warrants; (1.3 x 40,020 + 1.5 x 100,050) / 30,015 = 6.73333…
    assert grant_on(parts) == Grant(2_001, Decimal("6.7333"))


_days = st.integers(0, 40).map(lambda n: date(2001, 11, 1) + timedelta(days=n))
_splits = st.lists(
    st.builds(DatedRatio, _days, st.builds(Ratio, st.integers(1, 30), st.integers(1, 30))),
    max_size=3,
    unique_by=lambda split: split.effective_on,
)


@given(st.lists(st.builds(Traded, _days, st.integers(1, 10**7)), max_size=6), _splits)
def test_the_count_is_within_the_fractions_that_splits_drop(
    traded: list[Traded], splits: list[DatedRatio]
) -> None:
    day = date(2002, 1, 31)
    exact = exactly(traded, splits, day)
    dropped = 0
    for split in sorted(splits):  # less than one share at each, carried through those after it
        dropped = 1 + -(-dropped * split.ratio.new // split.ratio.old)
    assert exact - max(dropped, 1) < counted(traded, splits, day) <= exact
    assert counted(traded, [], day) == exact if not splits else True


@given(st.integers(0, 10**9), _splits)
def test_what_a_tenth_grants_stays_within_a_tenth_after_any_split(
    sold: int, splits: list[DatedRatio]
) -> None:
    first, last = date(2001, 10, 31), date(2002, 1, 31)
    granted = grant_on([Part(sold, Decimal(1), TENTH, STRIKE)]).shares
    assert moved(granted, splits, first, last) <= exactly([Traded(first, sold)], splits, last) / 10
