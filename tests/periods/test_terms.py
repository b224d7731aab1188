"""Months and quarters: their days, and how they are written."""

from datetime import date

import pytest

from neoequity.books.periods.rules import open_months, parse_period, period_of, quarters_between


@pytest.mark.parametrize(
    ("label", "starts_on", "ends_on"),
    [
        ("2001Q4", date(2001, 10, 1), date(2001, 12, 31)),
        ("2001Q1", date(2001, 1, 1), date(2001, 3, 31)),
        ("2001-11", date(2001, 11, 1), date(2001, 11, 30)),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
        ("2001-12", date(2001, 12, 1), date(2001, 12, 31)),
    ],
)
def test_a_period_is_written_as_it_is_read(label: str, starts_on: date, ends_on: date) -> None:
    period = parse_period(label)
    assert period == (starts_on, ends_on)
    assert period.label == label
    assert period_of(starts_on, ends_on) == period


@pytest.mark.parametrize("text", ["2001Q5", "2001-13", "2001", "2001q4", "1979Q4", "", "2001-1"])
def test_what_is_no_period_is_told_so(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter such as 2001Q4 or a month"):
        parse_period(text)


def test_a_quarter_has_three_months_and_a_month_itself() -> None:
    assert [each.label for each in parse_period("2001Q4").months] == [
        "2001-10",
        "2001-11",
        "2001-12",
    ]
    assert [each.label for each in parse_period("2001-10").months] == ["2001-10"]


def test_days_that_are_neither_a_month_nor_a_quarter_are_none() -> None:
    assert period_of(date(2001, 10, 2), date(2001, 12, 31)) is None
    assert period_of(date(2001, 11, 1), date(2002, 1, 31)) is None


def test_quarters_run_from_one_day_to_another_over_the_year() -> None:
    found = quarters_between(date(2001, 6, 12), date(2002, 1, 5))
    assert [each.label for each in found] == ["2001Q2", "2001Q3", "2001Q4", "2002Q1"]


def test_a_month_is_open_where_no_closed_span_covers_it() -> None:
    closed = [parse_period("2001-07"), parse_period("2001Q4")]
    found = open_months(date(2001, 6, 12), date(2002, 2, 1), closed)
    assert [each.label for each in found] == ["2001-06", "2001-08", "2001-09", "2002-01"]
