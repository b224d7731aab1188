"""The feed of the calendar: a secret address, what it gives, and its end."""

import re
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from neoequity.company.actions.calendar_address import (
    create_calendar_address,
    revoke_anyones_calendar_address,
    revoke_calendar_address,
)
from neoequity.company.actions.record import record_funding
from neoequity.company.models import CalendarFeed
from neoequity.company.selectors.calendar import Calendar as CalendarOfDays
from neoequity.company.selectors.calendar import calendar_on
from neoequity.people.models import User
from placements.actions.delivery import deliver
from tests.books import refused
from tests.clients import logged_in
from tests.company.lock_up.story import TODAY, Story, december, november, placed
from tests.factories import UserFactory
from tests.periods.closings import close


@pytest.fixture
def token(story: Story) -> str:
    return create_calendar_address(story.issuer, by=story.by).token


def address(token: str) -> str:
    return f"/company/calendar/{token}.ics"


def events(content: bytes) -> dict[str, tuple[str, date, date]]:
    """Title, first day and the day after the last, by what identifies the event."""
    return {
        str(event["uid"]): (
            str(event["summary"]),
            event.decoded("dtstart"),
            event.decoded("dtend"),
        )
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def test_a_stranger_with_the_address_reads_the_calendar(token: str) -> None:
    response = Client().get(address(token))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, max-age=3600"
    assert "Set-Cookie" not in response.headers
    read = events(response.content)
    assert read["lock-up-sales-agreement-1@neotherapeutics.neoequity"] == (
        "Lock-up: Placement 1 under the Sales Agreement",
        date(2001, 10, 25),
        date(2001, 11, 24),
    )
    assert read["market-2001-11-22@neotherapeutics.neoequity"] == (
        "No trading or settlement",
        date(2001, 11, 22),
        date(2001, 11, 23),
    )


def test_it_has_the_settlements_that_are_due(story: Story, token: str) -> None:
    placed(story.sales, december(3), sold_on=december(4), by=story.by)
    read = events(Client().get(address(token)).content)
    assert read["settlement-sales-agreement-2001-12-07@neotherapeutics.neoequity"][0] == (
        "Settlement due: Sales Agreement"
    )


def test_it_tells_no_amount_of_money(story: Story, token: str) -> None:
    placed(story.sales, december(3), sold_on=december(4), by=story.by)
    record_funding(
        issuer=story.issuer,
        day=december(4),
        source="Block",
        kind="debenture",
        state="expected",
        amount=Decimal("8000000.00"),
        expected_on=december(20),
        by=story.by,
        today=TODAY,
    )
    content = Client().get(address(token)).content.decode()
    assert "Expected: Convertible debenture" in content
    assert "$" not in content
    assert "8,000,000" not in content.replace("\\", "")


@pytest.fixture
def coming(story: Story, token: str) -> dict[str, Any]:
    """The feed's events on Dec 5, 2001, by what identifies them, without the issuer."""
    placed(story.sales, december(3), sold_on=december(4), by=story.by)
    return {
        str(event["uid"]).partition("@")[0]: event
        for event in Calendar.from_ical(Client().get(address(token)).content).walk("VEVENT")
    }


@pytest.mark.parametrize(
    ("uid", "on", "title", "text", "page"),
    [
        (
            "settlement-sales-agreement-2001-12-07",
            date(2001, 12, 7),
            "Settlement due: Sales Agreement",
            "Deliver 1,000 shares.",
            "/settlements/",
        ),
        (
            "close-2001-11",
            date(2001, 12, 10),
            "Period to close: November 2001",
            "Close November 2001 by this day, 10 days after it ended on Nov 30, 2001.",
            "/periods/",
        ),
        (
            "lock-up-sales-agreement-1",
            date(2001, 10, 25),
            "Lock-up: Placement 1 under the Sales Agreement",
            (
                "No other offer, sale or grant of stock, convertibles or warrants from "
                "Oct 25, 2001 to Nov 23, 2001 without the written consent of "
                "Cantor Fitzgerald & Co. (p. S-11)."
            ),
            "/company/calendar/?month=2001-10#lock-ups",
        ),
    ],
)
def test_an_event_says_what_is_due_and_leads_to_its_page(
    coming: dict[str, Any], uid: str, on: date, title: str, text: str, page: str
) -> None:
    event = coming[uid]
    assert event.decoded("dtstart") == on
    assert (str(event["summary"]), str(event["description"])) == (title, text)
    assert event["url"] == f"http://testserver{page}"


def test_an_event_that_has_happened_is_gone_and_others_keep_what_identifies_them(
    story: Story, token: str
) -> None:
    before = events(Client().get(address(token)).content)
    placement = placed(story.sales, december(3), sold_on=december(4), by=story.by)
    due = "settlement-sales-agreement-2001-12-07@neotherapeutics.neoequity"
    assert set(events(Client().get(address(token)).content)) - set(before) >= {due}
    deliver(
        list(placement.sales.all()),
        delivered_on=december(5),
        by=story.by,
        today=TODAY,
        remark="agreed",
    )
    assert due not in events(Client().get(address(token)).content)
    assert set(before) <= set(events(Client().get(address(token)).content))


def test_a_change_of_the_books_raises_the_sequence_of_every_event(story: Story, token: str) -> None:
    before = sequences(Client().get(address(token)).content)
    placed(story.sales, december(3), sold_on=december(4), by=story.by)
    after = sequences(Client().get(address(token)).content)
    assert len(before) == len(after) == 1
    assert min(after) > max(before)


def test_what_is_recorded_while_a_feed_is_read_raises_the_sequence_of_the_next(
    story: Story, token: str
) -> None:
    def read_and_then_placed(*asked: Any) -> CalendarOfDays:
        found = calendar_on(*asked)
        placed(story.sales, december(3), sold_on=december(4), by=story.by)
        return found

    with patch("neoequity.company.views.calendar.calendar_on", read_and_then_placed):
        first = sequences(Client().get(address(token)).content)
    assert min(sequences(Client().get(address(token)).content)) > max(first)


def sequences(content: bytes) -> set[int]:
    events = Calendar.from_ical(content).walk("VEVENT")
    return {int(str(event["sequence"])) for event in events}


def test_a_closed_month_is_no_longer_to_be_closed(story: Story, token: str) -> None:
    closed = "close-2001-08@neotherapeutics.neoequity"
    assert closed in events(Client().get(address(token)).content)
    close("2001-08", today=TODAY)
    assert closed not in events(Client().get(address(token)).content)


def test_an_address_carries_only_what_was_chosen_for_it(story: Story, treasurer: User) -> None:
    client = logged_in(treasurer)
    created = {"carries": ["period", "settlement"]}
    page = client.post("/company/calendar/neotherapeutics/address/", created).content.decode()
    assert "Events included: Settlements due; periods to close." in page
    shown = re.search(r"<code>(http://testserver/company/calendar/[^<]+\.ics)</code>", page)
    assert shown is not None
    read = events(Client().get(shown[1]).content)
    assert {uid.partition("-")[0] for uid in read} == {"close", "settlement"}


def test_an_unknown_kind_of_event_is_refused(story: Story, treasurer: User) -> None:
    with refused("A calendar has no events of the kind “weather”."):
        create_calendar_address(story.issuer, carries=["weather"], by=treasurer)
    response = logged_in(treasurer).post(
        "/company/calendar/neotherapeutics/address/", {"carries": "weather"}
    )
    assert response.status_code == 422


def test_it_ends_on_the_last_day_of_its_creators_account(
    story: Story, token: str, treasurer: User
) -> None:
    User.objects.filter(pk=treasurer.pk).update(expires_on=date(2001, 1, 1))
    assert Client().get(address(token)).status_code == 404


def test_the_file_is_folded_and_has_the_line_ends_of_the_format(token: str) -> None:
    content = Client().get(address(token)).content
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_same_books_give_the_same_bytes(story: Story, token: str) -> None:
    first = Client().get(address(token)).content
    assert Client().get(address(token)).content == first
    placed(story.sales, december(3), by=story.by)
    assert Client().get(address(token)).content != first


def test_its_moment_is_that_of_the_last_change_of_the_books(token: str) -> None:
    content = Client().get(address(token)).content
    feed = CalendarFeed.objects.get()
    stamps = {event.decoded("dtstamp") for event in Calendar.from_ical(content).walk("VEVENT")}
    assert len(stamps) == 1
    assert stamps.pop() <= feed.created_at


def test_only_the_digest_of_the_secret_is_kept(token: str) -> None:
    feed = CalendarFeed.objects.get()
    assert len(token) == 43
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    assert feed.digest == sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM company_calendarfeed f")
        assert token not in cursor.fetchone()[0]


def test_the_page_shows_the_address_once(story: Story, treasurer: User) -> None:
    client = logged_in(treasurer)
    page = client.post("/company/calendar/neotherapeutics/address/").content.decode()
    shown = re.search(r"<code>(http://testserver/company/calendar/[^<]+\.ics)</code>", page)
    assert shown is not None
    assert Client().get(shown[1]).status_code == 200
    assert ".ics" not in client.get("/company/calendar/").content.decode()


@pytest.mark.parametrize("unknown", ["x", "A" * 43, "%C3%28", "..", "a b"])
def test_an_unknown_address_is_not_found_with_one_query(story: Story, unknown: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(address(unknown))
    assert response.status_code == 404
    assert len(asked) == 1


def test_a_revoked_address_is_not_found(story: Story, token: str, treasurer: User) -> None:
    client = logged_in(treasurer)
    feed = CalendarFeed.objects.get()
    response = client.post(f"/company/calendar/addresses/{feed.pk}/revoke/")
    assert response.headers["Location"] == "/company/calendar/#addresses"
    assert Client().get(address(token)).status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_by == treasurer


def test_nobody_revokes_the_address_of_another(story: Story, token: str) -> None:
    feed = CalendarFeed.objects.get()
    other = UserFactory(username="cora", group="CFO")
    response = logged_in(other).post(f"/company/calendar/addresses/{feed.pk}/revoke/")
    assert response.status_code == 403
    with refused(f"{feed} was created by tess: ask an Administrator."):
        revoke_calendar_address(feed, by=other)
    assert Client().get(address(token)).status_code == 200


def test_an_administrator_revokes_any_address(story: Story, token: str) -> None:
    feed = CalendarFeed.objects.get()
    client = logged_in(UserFactory(username="ada", group="Administrator"))
    assert "tess" in client.get("/people/calendar-addresses/").content.decode()
    response = client.post(f"/people/calendar-addresses/{feed.pk}/revoke/")
    assert response.headers["Location"] == "/people/calendar-addresses/"
    assert Client().get(address(token)).status_code == 404


def test_a_revoked_address_stays_as_it_was_revoked(story: Story, token: str) -> None:
    feed = revoke_calendar_address(CalendarFeed.objects.get(), by=story.by)
    administrator = UserFactory(group="Administrator")
    again = revoke_anyones_calendar_address(feed, by=administrator)
    assert (again.revoked_by, again.revoked_at) == (story.by, feed.revoked_at)


def test_it_ends_with_its_creators_right_to_read(story: Story, token: str, treasurer: User) -> None:
    treasurer.groups.clear()
    assert Client().get(address(token)).status_code == 404


def test_it_ends_with_its_creators_account(story: Story, token: str, treasurer: User) -> None:
    User.objects.filter(pk=treasurer.pk).update(is_active=False)
    assert Client().get(address(token)).status_code == 404


def test_an_address_is_neither_created_nor_revoked_on_another_day(
    story: Story, token: str, treasurer: User
) -> None:
    client, feed = logged_in(treasurer), CalendarFeed.objects.get()
    for page in ("neotherapeutics/address/", f"addresses/{feed.pk}/revoke/"):
        assert client.post(f"/company/calendar/{page}?as_of=2001-11-13").status_code == 409
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_the_feed_asks_as_often_for_many_placements_and_sales(story: Story, token: str) -> None:
    few = queries(token)
    for day in range(26, 31):
        placed(
            story.sales,
            november(day),
            sold_on=november(day),
            closed_on=november(day),
            by=story.by,
            sales=10,
        )
    assert queries(token) == few


def queries(token: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address(token)).status_code == 200
    return len(asked)
