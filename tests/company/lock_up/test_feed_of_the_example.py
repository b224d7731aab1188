"""The feed of the shipped programme on Nov 13, 2001, with its published sales, counted by hand."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django.fixtures import Settings

from neoequity.company.actions.calendar_address import create_calendar_address
from tests.factories import TODAY, UserFactory
from tests.programmes import load_shipped
from tests.worlds import built_once


@built_once
def token(db: None) -> str:
    by = UserFactory()
    issuer = load_shipped(by, with_history=True)
    return create_calendar_address(issuer, by=by).token


@pytest.fixture
def feed(token: str, settings: Settings) -> dict[str, Any]:
    """The feed's events by what identifies them, without the issuer."""
    settings.NEOEQUITY_TODAY = TODAY
    content = Client().get(f"/company/calendar/{token}.ics").content
    calendar = Calendar.from_ical(content)
    return {str(each["uid"]).partition("@")[0]: each for each in calendar.walk("VEVENT")}


def days(event: Any) -> tuple[date, date]:
    """The first day, and the day after the last."""
    return event.decoded("dtstart"), event.decoded("dtend")


@pytest.mark.parametrize(
    ("uid", "first", "after", "words"),
    [
        # Traded on Nov 9, a Friday; Nov 12 was a bank holiday: three settlement days later.
        (
            "settlement-sales-agreement-2001-11-15",
            date(2001, 11, 15),
            date(2001, 11, 16),
            "Deliver 949,710 shares.",
        ),
        (
            "settlement-other-agreement-2001-11-15",
            date(2001, 11, 15),
            date(2001, 11, 16),
            "Deliver 20,000 shares.",
        ),
        # Five trading days before Nov 1 and after Nov 15, both included.
        (
            "lock-up-sales-agreement-1",
            date(2001, 10, 25),
            date(2001, 11, 24),
            "Oct 25, 2001 to Nov 23, 2001",
        ),
        # Ten percent of the shares sold, seven days after the last settlement on Nov 15.
        (
            "warrant-due-sales-agreement-1",
            date(2001, 11, 22),
            date(2001, 11, 23),
            "Warrants for 94,971 shares are to be issued by this day.",
        ),
        (
            "warrant-due-other-agreement-2",
            date(2001, 11, 22),
            date(2001, 11, 23),
            "Warrants for 2,000 shares are to be issued by this day.",
        ),
        # One year after June 12, 2001.
        (
            "terminable-sales-agreement",
            date(2002, 6, 12),
            date(2002, 6, 13),
            "Either party may terminate the Sales Agreement from this day on (p. S-11).",
        ),
        (
            "close-2001-10",
            date(2001, 11, 10),
            date(2001, 11, 11),
            "10 days after it ended on Oct 31, 2001.",
        ),
    ],
)
def test_the_feed_has_what_the_prospectus_says_is_due(
    feed: dict[str, Any], uid: str, first: date, after: date, words: str
) -> None:
    assert days(feed[uid]) == (first, after)
    assert words in str(feed[uid]["description"])


def test_the_feed_has_the_filing_that_is_due(feed: dict[str, Any]) -> None:
    [quarterly] = [each for each in feed.values() if each["summary"] == "Filing due: 10-Q"]
    assert days(quarterly) == (date(2001, 11, 14), date(2001, 11, 15))
    assert quarterly["description"] == "Quarter ended September 30, 2001"


def test_all_days_of_the_feed_lie_between_three_months_back_and_a_year_ahead(
    feed: dict[str, Any],
) -> None:
    assert min(days(each)[1] for each in feed.values()) > date(2001, 8, 1)
    assert max(days(each)[0] for each in feed.values()) <= date(2002, 11, 30)


def test_the_feed_tells_no_amount_of_money(feed: dict[str, Any]) -> None:
    said = [f"{each['summary']} {each['description']}" for each in feed.values()]
    assert len(said) > 30
    assert not [text for text in said if "$" in text]
