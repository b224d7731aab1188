"""What holds for every trade date and every count, whatever days were added."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books import calendar
from neoequity.books.calendar import DayKind, day_kind, settlement_date

in_use = st.dates(date(1985, 1, 1), date(2060, 12, 31))
counts = st.integers(1, 30)
kinds = st.builds(DayKind, st.booleans(), st.booleans(), st.just("added by a user"))
some_exceptions = st.dictionaries(st.dates(date(2001, 10, 1), date(2001, 12, 31)), kinds)
autumn_2001 = st.dates(date(2001, 9, 15), date(2001, 12, 31))
law = settings(deadline=None)


@law
@given(in_use, st.integers(0, 30))
def test_a_settlement_date_is_a_settlement_day_and_after_the_trade_date(
    trade_date: date, days: int
) -> None:
    settles = settlement_date(trade_date, days)
    assert calendar.is_settlement_day(settles)
    assert settles >= trade_date
    assert settles > trade_date or days == 0


@law
@given(in_use, counts)
def test_between_trade_and_settlement_lie_exactly_the_days_counted(
    trade_date: date, days: int
) -> None:
    settles = settlement_date(trade_date, days)
    between = ((trade_date + timedelta(days=n)) for n in range(1, (settles - trade_date).days + 1))
    assert sum(calendar.is_settlement_day(day) for day in between) == days


@law
@given(in_use, in_use)
def test_a_later_trade_never_settles_earlier_under_the_standard_cycle(
    one: date, other: date
) -> None:
    earlier, later = sorted((one, other))
    assert settlement_date(earlier) <= settlement_date(later)


@pytest.mark.parametrize("switch", [first_day for first_day, _ in calendar.STANDARD_CYCLES[:-1]])
def test_a_change_of_cycle_never_lets_a_later_trade_settle_earlier(switch: date) -> None:
    days = [switch + timedelta(days=n) for n in range(-10, 11)]
    settled = [settlement_date(day) for day in days]
    assert settled == sorted(settled)


@law
@given(autumn_2001, counts, some_exceptions)
def test_more_days_settle_later_whatever_days_were_added(
    trade_date: date, days: int, exceptions: calendar.Exceptions
) -> None:
    assert settlement_date(trade_date, days, exceptions) < settlement_date(
        trade_date, days + 1, exceptions
    )


@law
@given(autumn_2001, counts, counts, some_exceptions)
def test_counting_on_from_a_settlement_date_adds_up(
    trade_date: date, first: int, more: int, exceptions: calendar.Exceptions
) -> None:
    halfway = settlement_date(trade_date, first, exceptions)
    assert settlement_date(halfway, more, exceptions) == settlement_date(
        trade_date, first + more, exceptions
    )


@law
@given(in_use, kinds)
def test_an_added_day_is_what_the_user_said(day: date, kind: DayKind) -> None:
    assert day_kind(day, {day: kind}) == kind
    assert calendar.is_trading_day(day, {day: kind}) == kind.trading
    assert calendar.is_settlement_day(day, {day: kind}) == kind.settlement


@law
@given(in_use.filter(calendar.is_trading_day), counts)
def test_counting_trading_days_forth_and_back_returns_to_the_same_day(day: date, n: int) -> None:
    assert calendar.trading_days_before(calendar.trading_days_after(day, n), n) == day
