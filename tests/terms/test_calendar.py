"""The calendar against published schedules and the days that exchange and banks keep."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import pytest

from neoequity.books import calendar
from neoequity.books.calendar import DayKind, day_kind, settlement_date, standard_cycle

with (Path(__file__).parent / "settlement_pairs.csv").open(encoding="utf-8") as table:
    PUBLISHED = [
        (date.fromisoformat(row["trade_date"]), date.fromisoformat(row["settlement_date"]))
        for row in csv.DictReader(table)
    ]

NEITHER, TRADING_ONLY, SETTLEMENT_ONLY, BOTH = (
    (False, False),
    (True, False),
    (False, True),
    (True, True),
)
YEARS_OF_USE = range(1985, 2031)


def of(day: str) -> tuple[bool, bool]:
    kind = day_kind(date.fromisoformat(day))
    return kind.trading, kind.settlement


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


# Published schedules and the contract's own dates


@pytest.mark.parametrize(("trade_date", "settles"), PUBLISHED, ids=str)
def test_every_published_trade_settles_on_the_published_day(
    trade_date: date, settles: date
) -> None:
    assert day_kind(trade_date).trading
    assert settlement_date(trade_date) == settles


@pytest.mark.parametrize(
    ("trade_date", "settles"),
    [
        ("2001-11-07", "2001-11-13"),
        ("2001-11-09", "2001-11-15"),
        ("2001-11-12", "2001-11-15"),
        ("2001-11-20", "2001-11-26"),
        ("2001-12-28", "2002-01-03"),
    ],
)
def test_the_programmes_own_trades_settle_on_the_third_settlement_day(
    trade_date: str, settles: str
) -> None:
    assert settlement_date(date.fromisoformat(trade_date), 3) == date.fromisoformat(settles)


def test_the_lock_up_runs_from_the_fifth_trading_day_before_to_the_fifth_after() -> None:
    terms_agreed, final_settlement = date(2001, 11, 1), date(2001, 11, 15)
    assert calendar.trading_days_before(terms_agreed, 5) == date(2001, 10, 25)
    assert calendar.trading_days_after(final_settlement, 5) == date(2001, 11, 23)


def test_the_lock_up_counts_a_bank_holiday_that_settlement_skips() -> None:
    assert calendar.trading_days_after(date(2001, 11, 9), 1) == date(2001, 11, 12)
    assert settlement_date(date(2001, 11, 9), 1) == date(2001, 11, 13)


@pytest.mark.parametrize(
    ("trade_date", "days"),
    [
        ("1985-01-02", 5),
        ("1995-06-02", 5),
        ("1995-06-05", 4),
        ("1995-06-06", 4),
        ("1995-06-07", 3),
        ("2001-11-09", 3),
        ("2017-09-01", 3),
        ("2017-09-05", 2),
        ("2024-05-24", 2),
        ("2024-05-28", 1),
    ],
)
def test_the_cycle_is_that_of_the_trade_date(trade_date: str, days: int) -> None:
    assert standard_cycle(date.fromisoformat(trade_date)) == days


# The kinds of day


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2001-11-10", NEITHER),  # Saturday
        ("2001-11-22", NEITHER),  # Thanksgiving
        ("1998-04-10", NEITHER),  # Good Friday with the banks open
        ("2010-12-24", NEITHER),  # Christmas on a Saturday: exchange closed, banks open
        ("1998-07-03", NEITHER),  # Independence Day on a Saturday
        ("2000-12-25", NEITHER),
        ("1993-12-31", BOTH),  # New Year's Day on a Saturday moves for neither
        ("2021-12-31", BOTH),
        ("2023-01-02", NEITHER),  # New Year's Day on a Sunday moves for both
        ("1989-01-20", BOTH),  # Inauguration Day
        ("1985-11-05", BOTH),  # Election Day
        ("2019-12-24", BOTH),  # a day off for federal offices only; shortened trading
        ("1985-01-21", BOTH),  # Martin Luther King Day before it was a federal holiday
        ("1986-01-20", TRADING_ONLY),
        ("1997-01-20", TRADING_ONLY),
        ("1998-01-19", NEITHER),
        ("1995-10-09", TRADING_ONLY),  # Columbus Day
        ("2001-10-08", TRADING_ONLY),
        ("1990-11-12", TRADING_ONLY),  # Veterans Day on a Sunday
        ("2001-11-12", TRADING_ONLY),
        ("1995-11-10", BOTH),  # Veterans Day on a Saturday
        ("2023-11-10", BOTH),
        ("2021-06-18", BOTH),  # Juneteenth on a Saturday, in its first year
        ("2022-06-20", NEITHER),
        ("2027-06-18", NEITHER),
        ("2024-06-19", NEITHER),
    ],
)
def test_a_day_is_what_exchange_and_banks_make_of_it(day: str, kind: tuple[bool, bool]) -> None:
    assert of(day) == kind


@pytest.mark.parametrize(
    "day",
    [
        "1985-09-27",
        "1994-04-27",
        "2001-09-11",
        "2001-09-12",
        "2001-09-13",
        "2001-09-14",
        "2004-06-11",
        "2007-01-02",
        "2012-10-29",
        "2012-10-30",
        "2018-12-05",
        "2025-01-09",
    ],
)
def test_trades_settle_on_an_unscheduled_closure_of_the_exchange(day: str) -> None:
    assert of(day) == SETTLEMENT_ONLY


@pytest.mark.parametrize("year", YEARS_OF_USE)
def test_an_unscheduled_closure_is_never_taken_for_a_holiday_nor_the_reverse(year: int) -> None:
    settling_closures = [d for d in days_of(year) if of(str(d)) == SETTLEMENT_ONLY]
    unscheduled = {1985: 1, 1994: 1, 2001: 4, 2004: 1, 2007: 1, 2012: 2, 2018: 1, 2025: 1}
    assert len(settling_closures) == unscheduled.get(year, 0)


@pytest.mark.parametrize("year", YEARS_OF_USE)
def test_a_year_has_seven_to_ten_holidays_and_at_most_three_days_on_which_only_banks_close(
    year: int,
) -> None:
    weekdays = [d for d in days_of(year) if d.weekday() < 5]
    closed = [d for d in weekdays if of(str(d)) == NEITHER]
    banks_closed = [d for d in weekdays if of(str(d)) == TRADING_ONLY]
    assert 7 <= len(closed) <= 10
    assert 1 <= len(banks_closed) <= 3
    assert {day_kind(d).source.removesuffix(" (observed)") for d in banks_closed} <= {
        "Columbus Day",
        "Veterans Day",
        "Martin Luther King Jr. Day",
    }


@pytest.mark.parametrize("year", range(1999, 2031))
def test_the_rule_for_bank_holidays_before_1999_gives_the_federal_reserves_list_after(
    year: int,
) -> None:
    federal = holidays.country_holidays("US", years=year, expand=False, observed=False)
    by_rule = {d + timedelta(days=1) if d.weekday() == 6 else d for d in federal}
    assert {d for d in by_rule if d.weekday() < 5} == {
        d for d in holidays.financial_holidays("XFED", years=year, expand=False) if d.weekday() < 5
    }


def test_a_day_names_its_reason() -> None:
    assert day_kind(date(2001, 11, 9)).source == "ordinary day"
    assert day_kind(date(2001, 11, 10)).source == "weekend"
    assert day_kind(date(2001, 11, 12)).source == "Veterans Day (observed)"
    assert day_kind(date(1998, 4, 10)).source == "Good Friday"
    assert day_kind(date(1990, 11, 12)).source == "Veterans Day (observed)"
    assert day_kind(date(2012, 10, 29)).source == "Hurricane Sandy"


@pytest.mark.parametrize("day", [12, 13, 14])
def test_the_days_after_the_attacks_say_that_settlement_could_not_be_confirmed(day: int) -> None:
    assert "could not be confirmed" in day_kind(date(2001, 9, day)).source


# Days and counts that the calendar refuses


@pytest.mark.parametrize("day", [date.min, date(1970, 12, 31), date(2102, 1, 3), date.max])
def test_a_day_outside_the_calendar_is_no_day_of_business_and_cannot_be_counted_from(
    day: date,
) -> None:
    assert day_kind(day) == (False, False, "outside the calendar, 1971 to 2101")
    for count in (standard_cycle, settlement_date, lambda day: settlement_date(day, 0)):
        with pytest.raises(ValueError, match=f"{day} is outside the calendar"):
            count(day)


def test_a_count_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="2102-01-01 is outside the calendar"):
        settlement_date(calendar.LAST_DAY, 1)
    with pytest.raises(ValueError, match="1970-12-31 is outside the calendar"):
        calendar.trading_days_before(calendar.FIRST_DAY, 1)


def test_a_calendar_without_open_days_ends_in_a_refusal() -> None:
    span = (calendar.LAST_DAY - date(2090, 1, 1)).days + 1
    closed = {
        date(2090, 1, 1) + timedelta(days=n): DayKind(False, False, "closed") for n in range(span)
    }
    with pytest.raises(ValueError, match="outside the calendar"):
        settlement_date(date(2090, 1, 1), 1, closed)


def test_negative_counts_are_refused() -> None:
    for count in (settlement_date, calendar.trading_days_before, calendar.trading_days_after):
        with pytest.raises(ValueError, match="must not be negative; it is -1"):
            count(date(2001, 11, 9), -1)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError):
        day_kind(datetime(2001, 11, 9, tzinfo=UTC))


# Exceptional days


def test_an_exceptional_day_wins_over_everything() -> None:
    veterans_day, saturday = date(2001, 11, 12), date(2001, 11, 10)
    exceptions = {
        veterans_day: DayKind(False, True, "NASD alert"),
        saturday: DayKind(True, True, "Saturday session"),
    }
    assert day_kind(veterans_day, exceptions) == (False, True, "NASD alert")
    assert settlement_date(date(2001, 11, 9), 2, exceptions) == veterans_day
    assert calendar.trading_days_after(date(2001, 11, 9), 1, exceptions) == saturday
    assert settlement_date(date(2001, 11, 9)) == date(2001, 11, 15)


def test_settlement_on_the_trade_date_moves_on_where_the_banks_are_closed() -> None:
    assert settlement_date(date(2001, 11, 9), 0) == date(2001, 11, 9)
    assert settlement_date(date(2001, 11, 12), 0) == date(2001, 11, 13)


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        (date(2001, 11, 9), date(2001, 11, 15), 3),  # Veterans Day, observed on the 12th
        (date(2001, 11, 15), date(2001, 11, 15), 0),
        (date(2001, 11, 15), date(2001, 11, 9), 0),
        (date.min, calendar.FIRST_DAY + timedelta(days=3), 1),
        (calendar.LAST_DAY, date.max, 0),
    ],
)
def test_settlement_days_are_counted_up_to_and_including_the_last(
    after: date, until: date, days: int
) -> None:
    assert calendar.settlement_days_between(after, until) == days
