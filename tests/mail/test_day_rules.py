"""On which days a scheduled report is sent."""

from datetime import date

from neoequity.books.calendar import NO_EXCEPTIONS, DayKind
from neoequity.mail.day_rules import DayRule, is_business_day, last_due, next_due

START = date(2001, 1, 1)


def following(rule: DayRule, day: date, number: int, start: date = START) -> list[date]:
    """The next days of a rule."""
    found = []
    for _ in range(number):
        coming = next_due(rule, start, day, NO_EXCEPTIONS)
        assert coming is not None
        day = coming
        found.append(day)
    return found


def test_a_months_report_comes_on_the_first_business_day_of_the_next() -> None:
    assert following(DayRule.MONTH_END, date(2001, 8, 1), 4) == [
        date(2001, 9, 4),  # the 1st is a Saturday, the 3rd Labor Day
        date(2001, 10, 1),
        date(2001, 11, 1),
        date(2001, 12, 3),
    ]


def test_a_quarters_report_comes_on_the_first_business_day_of_the_next() -> None:
    assert following(DayRule.QUARTER_END, date(2001, 9, 30), 3) == [
        date(2001, 10, 1),
        date(2002, 1, 2),
        date(2002, 4, 1),
    ]


def test_a_friday_without_market_and_banks_moves_to_the_next_business_day() -> None:
    # Thanksgiving's Friday is open; on Friday, July 4, 2003, nothing is.
    assert following(DayRule.FRIDAYS, date(2003, 6, 27), 2) == [
        date(2003, 7, 7),
        date(2003, 7, 11),
    ]


def test_every_second_friday_is_counted_from_the_first_on_or_after_the_start() -> None:
    assert following(DayRule.SECOND_FRIDAYS, date(2001, 11, 1), 3, start=date(2001, 11, 5)) == [
        date(2001, 11, 9),
        date(2001, 11, 23),
        date(2001, 12, 7),
    ]


def test_nothing_is_due_before_the_start() -> None:
    start = date(2001, 11, 20)
    assert next_due(DayRule.MONTH_END, start, date(2001, 10, 1), NO_EXCEPTIONS) == date(2001, 12, 3)


def test_a_start_on_the_first_business_day_counts_though_the_month_began_before() -> None:
    start = date(2001, 12, 3)  # Dec 1, 2001 is a Saturday
    assert next_due(DayRule.MONTH_END, start, date(2001, 11, 13), NO_EXCEPTIONS) == start


def test_a_friday_before_the_start_is_not_made_up_for_on_the_day_of_the_start() -> None:
    start = date(2003, 7, 7)  # Friday, July 4, was closed
    assert following(DayRule.FRIDAYS, date(2003, 7, 1), 1, start=start) == [date(2003, 7, 11)]


def test_what_fell_due_and_was_not_sent_stays_due() -> None:
    since = date(2001, 10, 15)
    day = date(2001, 11, 13)
    assert last_due(DayRule.MONTH_END, START, day, since, NO_EXCEPTIONS) == date(2001, 11, 1)


def test_what_fell_due_before_it_was_active_is_not_due() -> None:
    since = date(2001, 11, 2)
    assert last_due(DayRule.MONTH_END, START, date(2001, 11, 13), since, NO_EXCEPTIONS) is None


def test_an_exceptional_day_moves_what_is_due() -> None:
    closed = {date(2001, 11, 1): DayKind(False, False, "a notice")}
    found = last_due(DayRule.MONTH_END, START, date(2001, 11, 5), START, closed)
    assert found == date(2001, 11, 2)


def test_a_day_on_which_only_the_exchange_is_open_is_a_business_day() -> None:
    assert is_business_day(date(2001, 11, 12), NO_EXCEPTIONS)  # Veterans Day
    assert not is_business_day(date(2001, 11, 22), NO_EXCEPTIONS)  # Thanksgiving
    assert not is_business_day(date(2001, 11, 10), NO_EXCEPTIONS)  # a Saturday


def test_at_the_end_of_the_calendar_nothing_follows() -> None:
    assert next_due(DayRule.FRIDAYS, START, date(2101, 12, 31), NO_EXCEPTIONS) is None
