"""The day in the header: read from the address, said in a banner, kept by links, refused if bad."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import PlacementFactory, sell
from tests.pages.plain_text import links, words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

BANNER = "You are looking back at what had happened by then."


@built_once(autouse=True)
def _one_sale(db: None) -> None:
    sell(PlacementFactory(accepted=True), 1000, "4.00", trade_date=date(2001, 11, 9))


def test_without_a_day_in_the_address_the_page_looks_at_today(reader: Client) -> None:
    response = reader.get("/")
    assert 'value="2001-11-13"' in response.content.decode()
    assert "As of Nov 13, 2001" not in words(response)


def test_the_page_shows_what_had_happened_by_the_day(reader: Client) -> None:
    assert "$24,996,000.00 left of $25,000,000" in words(reader.get("/?as_of=2001-11-09"))
    assert "$25,000,000.00 left of $25,000,000" in words(reader.get("/?as_of=2001-11-08"))


def test_a_banner_says_that_the_page_looks_back_and_leads_to_today(reader: Client) -> None:
    response = reader.get("/?as_of=2001-11-09")
    assert f"As of Nov 9, 2001. {BANNER} Nothing can be entered here." in words(response)
    assert "Back to today, Nov 13, 2001" in words(response)


def test_a_day_still_to_come_is_said_to_be_so(reader: Client) -> None:
    assert "That day is still to come" in words(reader.get("/?as_of=2001-12-01"))


def test_today_in_the_address_is_no_looking_back(writer: Client) -> None:
    response = writer.get("/?as_of=2001-11-13")
    assert BANNER not in words(response)
    assert "Record sale" in words(response)


def test_nothing_is_entered_while_looking_back(writer: Client) -> None:
    assert "Record sale" in words(writer.get("/"))
    assert "Record sale" not in words(writer.get("/?as_of=2001-11-09"))


def test_the_set_day_is_said_on_every_page(reader: Client, stranger: Client) -> None:
    for response in (reader.get("/"), stranger.get("/accounts/login/")):
        assert "Example day: Nov 13, 2001." in words(response)


def test_without_a_set_day_there_is_no_banner(reader: Client, settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = None
    assert "Example day" not in words(reader.get("/"))


def test_every_link_into_the_books_keeps_the_day_but_those_back_to_today(
    reader: Client,
) -> None:
    about_people = ("/people/", "/accounts/", "/admin/")
    own = [
        link
        for link in links(reader.get("/?as_of=2001-11-09"))
        if link.startswith("/") and not link.startswith(about_people)
    ]
    assert [link for link in own if "as_of=2001-11-09" not in link] == ["/?", "/?", "/"]
    assert len(own) > 12


def test_the_day_is_chosen_without_losing_the_rest_of_the_address(reader: Client) -> None:
    page = reader.get("/?agreement=sales-agreement&page=3&as_of=2001-11-09").content.decode()
    assert '<input type="hidden" name="agreement" value="sales-agreement">' in page
    assert 'name="page"' not in page
    form = page.partition('class="asof"')[2].partition("</form>")[0]
    assert form.count('name="as_of"') == 1
    assert 'href="/?agreement=sales-agreement"' in page


@pytest.mark.parametrize(
    "text",
    ["2001-02-30", "yesterday", "20011109", "2001-W45-5", "\u0662001-11-09", "<b>"],
)
def test_a_day_that_cannot_be_read_is_refused_with_a_sentence(reader: Client, text: str) -> None:
    response = reader.get("/", {"as_of": text})
    assert response.status_code == 400
    assert f"The as-of day must be a date such as 2001-11-09, but it is “{text}”." in words(
        response
    )


@pytest.mark.parametrize("text", ["0001-01-01", "1979-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_outside_the_calendar_is_refused_with_a_sentence(reader: Client, text: str) -> None:
    response = reader.get("/", {"as_of": text})
    assert response.status_code == 400
    assert "The as-of day must lie between 1980-01-01 and 2100-12-31" in words(response)


def test_an_empty_day_is_today(reader: Client) -> None:
    response = reader.get("/?as_of=")
    assert response.status_code == 200
    assert 'value="2001-11-13"' in response.content.decode()


def test_a_stranger_with_a_bad_day_is_sent_to_the_login(stranger: Client) -> None:
    response = stranger.get("/?as_of=nonsense")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
