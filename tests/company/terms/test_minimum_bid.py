"""The minimum bid of $1.00 (p. S-8), over days counted by hand around Thanksgiving 2001."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books import calendar
from neoequity.company.terms.minimum_bid import BidState, BidWatch, watch

MINIMUM = Decimal("1.00")
#: Mon to Wed, Fri (Thu was Thanksgiving), Mon.
NOV_19, NOV_20, NOV_21, NOV_23, NOV_26 = (date(2001, 11, day) for day in (19, 20, 21, 23, 26))


def bids(**by_day: str) -> dict[date, Decimal]:
    return {date(2001, 11, int(day[1:])): Decimal(bid) for day, bid in by_day.items()}


def test_a_bid_of_exactly_the_minimum_is_not_below_it() -> None:
    assert watch(bids(d19="0.99", d20="1.00"), NOV_20, MINIMUM) == BidWatch(
        BidState.ABOVE, last_bid=Decimal("1.00"), last_day=NOV_20
    )


def test_days_below_are_trading_days_in_a_row_across_thanksgiving_and_a_weekend() -> None:
    known = bids(d19="1.00", d20="0.99", d21="0.98", d23="0.97", d26="0.96")
    assert watch(known, NOV_26, MINIMUM) == BidWatch(
        BidState.BELOW, 4, since=NOV_20, last_bid=Decimal("0.96"), last_day=NOV_26
    )


def test_only_bids_up_to_the_day_count() -> None:
    known = bids(d19="1.00", d20="0.99", d21="0.98", d23="1.05")
    found = watch(known, NOV_21, MINIMUM)
    assert (found.state, found.days_below, found.last_day) == (BidState.BELOW, 2, NOV_21)


@pytest.mark.parametrize("day", [date(2001, 11, 24), date(2001, 11, 25), NOV_26])
def test_the_bid_of_the_trading_day_before_holds_until_the_day_has_its_own(day: date) -> None:
    found = watch(bids(d21="1.00", d23="0.97"), day, MINIMUM)
    assert (found.state, found.days_below, found.last_day) == (BidState.BELOW, 1, NOV_23)
    assert found.missing == ()


def test_an_older_bid_leaves_the_state_unknown_and_names_the_days_without_one() -> None:
    assert watch(bids(d19="1.00", d20="0.99"), NOV_26, MINIMUM) == BidWatch(
        BidState.UNKNOWN,
        1,
        since=NOV_20,
        last_bid=Decimal("0.99"),
        last_day=NOV_20,
        missing=(NOV_21, NOV_23),
    )


def test_a_day_without_a_bid_ends_the_row_and_is_told() -> None:
    found = watch(bids(d19="0.99", d20="0.99", d23="0.98", d26="0.97"), NOV_26, MINIMUM)
    assert (found.state, found.days_below, found.since) == (BidState.BELOW, 2, NOV_23)
    assert (found.missing, found.at_least) == ((NOV_21,), True)


def test_a_row_from_the_first_bid_on_may_be_longer_than_it_is_known() -> None:
    found = watch(bids(d23="0.98", d26="0.97"), NOV_26, MINIMUM)
    assert (found.days_below, found.missing, found.at_least) == (2, (), True)


def test_without_any_bid_nothing_is_known() -> None:
    assert watch({}, NOV_26, MINIMUM) == BidWatch(BidState.UNKNOWN, missing=(NOV_23,))
    assert watch(bids(d26="1.20"), NOV_23, MINIMUM).state == BidState.UNKNOWN


def test_a_bid_dated_on_a_day_without_trading_is_ignored() -> None:
    found = watch(bids(d21="1.20", d22="0.10", d23="1.10", d24="0.10"), NOV_26, MINIMUM)
    assert (found.state, found.last_day) == (BidState.ABOVE, NOV_23)


def test_an_exceptional_closure_is_no_missing_day() -> None:
    closed = {NOV_21: calendar.DayKind(False, True, "closed by the exchange")}
    found = watch(bids(d19="1.00", d20="0.99", d23="0.98"), NOV_23, MINIMUM, closed)
    assert (found.days_below, found.since, found.missing) == (2, NOV_20, ())


DAYS = [
    day
    for offset in range(40)
    if calendar.is_trading_day(day := date(2001, 10, 29) + timedelta(days=offset))
]


@given(
    st.lists(
        st.none() | st.decimals("0.90", "1.10", places=2), min_size=len(DAYS), max_size=len(DAYS)
    ),
    st.sampled_from(DAYS[1:]),
)
def test_every_day_of_the_row_is_known_to_be_below_and_the_day_before_it_is_not(
    quoted: list[Decimal | None], day: date
) -> None:
    known = {on: bid for on, bid in zip(DAYS, quoted, strict=True) if bid is not None}
    found = watch(known, day, MINIMUM)
    if found.last_day is None:
        assert not [on for on in known if on <= day]
        return
    end = DAYS.index(found.last_day)
    row = DAYS[end + 1 - found.days_below : end + 1]
    assert all(known[on] < MINIMUM for on in row)
    before = end - found.days_below
    if before >= 0:
        assert found.at_least == (DAYS[before] not in known)
        assert known.get(DAYS[before], MINIMUM) >= MINIMUM
    else:
        assert found.at_least
    assert not set(found.missing) & set(known)
