"""Spans of days, and how a filing names them."""

from datetime import date

import pytest

from neoequity.reports.spans import Span, during, listed, quarters_of, year_to


def span(since: str, until: str) -> Span:
    return Span(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2001-10-29", "2001-11-09", "During the two weeks ended Nov 9, 2001"),
        ("2001-10-27", "2001-11-09", "During the two weeks ended Nov 9, 2001"),
        ("2001-10-28", "2001-11-11", "During the two weeks ended Nov 11, 2001"),
        ("2001-10-22", "2001-10-26", "During the week ended Oct 26, 2001"),
        ("2001-10-20", "2001-10-26", "During the week ended Oct 26, 2001"),
        ("2001-10-01", "2001-10-31", "During the month ended Oct 31, 2001"),
        ("2001-07-01", "2001-09-30", "During the three months ended Sep 30, 2001"),
        ("2001-01-01", "2001-09-30", "During the nine months ended Sep 30, 2001"),
        ("2001-01-01", "2001-12-31", "During the year ended Dec 31, 2001"),
        ("2001-07-01", "2002-06-30", "During the year ended Jun 30, 2002"),
        ("2001-01-01", "2002-03-31", "During the 15 months ended Mar 31, 2002"),
        ("2004-02-01", "2004-02-29", "During the month ended Feb 29, 2004"),
        ("2001-10-01", "2001-11-13", "From Oct 1, 2001 to Nov 13, 2001"),
        ("2001-10-01", "2001-10-26", "During the four weeks ended Oct 26, 2001"),
        ("2001-10-01", "2001-11-09", "From Oct 1, 2001 to Nov 9, 2001"),  # six weeks
        ("2001-10-30", "2001-11-09", "From Oct 30, 2001 to Nov 9, 2001"),  # from a Tuesday
        ("2001-10-29", "2001-11-08", "From Oct 29, 2001 to Nov 8, 2001"),  # to a Thursday
        ("2001-11-10", "2001-11-11", "From Nov 10, 2001 to Nov 11, 2001"),  # a weekend
        ("2001-11-09", "2001-11-09", "On Nov 9, 2001"),
    ],
)
def test_a_filing_names_months_and_weeks_where_they_are_whole(
    since: str, until: str, words: str
) -> None:
    assert during(span(since, until)) == words


def test_quarters_are_whole_at_the_beginning_and_cut_at_the_last_day() -> None:
    quarters = quarters_of(date(2001, 8, 15), date(2002, 2, 8))
    assert quarters == [
        span("2001-07-01", "2001-09-30"),
        span("2001-10-01", "2001-12-31"),
        span("2002-01-01", "2002-02-08"),
    ]
    assert [quarter.label for quarter in quarters] == ["2001Q3", "2001Q4", "2002Q1"]
    assert [quarter.title for quarter in quarters] == ["Q3 2001", "Q4 2001", "Q1 2002"]
    assert [quarter.is_cut for quarter in quarters] == [False, False, True]


def test_the_fiscal_year_is_the_calendar_year() -> None:
    assert year_to(date(2002, 2, 8)) == span("2002-01-01", "2002-02-08")
    assert year_to(date(2001, 12, 31)) == span("2001-01-01", "2001-12-31")


def test_names_are_listed_with_one_and() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
