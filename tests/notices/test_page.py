"""The page of all notices, and the first screen above and over time."""

from datetime import date

import pytest
from django.test import Client

from neoequity.books.models import Issuer
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.programmes import load_shipped
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

LATE = "as_of=2001-11-16"


@built_once
def published(db: None) -> Issuer:
    return load_shipped(UserFactory(username="loader"), with_history=True)


@built_once
def cfo(published: Issuer) -> Client:
    return logged_in(UserFactory(group="CFO"))


def test_the_page_lists_all_by_urgency_and_counts_each_kind(cfo: Client) -> None:
    text = words(cfo.get(f"/notices/?{LATE}"))
    assert "Urgent (4)" in text
    assert "Settlements overdue (2)" in text
    assert "1 sale under the Sales Agreement has been overdue since Nov 15, 2001" in text


def test_a_kind_can_be_chosen(cfo: Client) -> None:
    text = words(cfo.get(f"/notices/?{LATE}&kind=settlement_overdue"))
    assert "Urgent (2)" in text
    assert "warrant shares were due" not in text


def test_a_kind_of_which_nothing_waits_leads_on(cfo: Client) -> None:
    answer = cfo.get("/notices/?kind=runway")
    assert "You have no notices of this kind." in words(answer)
    assert "/notices/" in links(answer)


def test_its_links_keep_the_day(cfo: Client) -> None:
    opened = links(cfo.get(f"/notices/?{LATE}"))
    assert f"/settlements/?{LATE}" in opened
    assert f"/sales/?agreement=sales-agreement&document=missing&{LATE}" in opened


def test_an_administrator_opens_it_without_the_books(published: Issuer) -> None:
    client = logged_in(UserFactory(group="Administrator"))
    assert "You have no notices." in words(client.get("/notices/"))


def test_the_first_screen_begins_with_what_is_urgent(cfo: Client) -> None:
    text = words(cfo.get(f"/?{LATE}"))
    urgent, capacity = text.index("Urgent"), text.index("left of $25,000,000")
    assert urgent < text.index("has been overdue since Nov 15, 2001") < capacity
    assert "other notices:" in text


def test_the_first_screen_says_how_many_urgent_notices_it_leaves_out(
    cfo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neoequity.dashboard._URGENT", 1)
    answer = cfo.get(f"/?{LATE}")
    assert "and 3 more" in words(answer)
    assert f"/notices/?{LATE}#urgency-1" in links(answer)


def test_the_first_screen_keeps_to_the_policy(cfo: Client) -> None:
    assert breaks_the_policy(cfo.get(f"/?{LATE}&period=last-quarter")) == []
    assert breaks_the_policy(cfo.get(f"/notices/?{LATE}")) == []


def test_to_date_everything_sold_is_shown(cfo: Client) -> None:
    text = words(cfo.get("/"))
    assert "Sold, Jun 12, 2001 to Nov 13, 2001" in text
    assert "Sales Agreement 949,710 $3,822,967.00 $152,918.68 $3,670,048.32 $4.025405" in text
    assert "All agreements 1,074,510 $4,235,863.00 $169,434.52 $4,066,428.48 $3.942135" in text


@pytest.mark.parametrize(
    ("period", "days", "sold"),
    [
        ("this-quarter", "Oct 1, 2001 to Nov 13, 2001", "$4,235,863.00"),
        ("last-quarter", "Jul 1, 2001 to Sep 30, 2001", "Nothing was sold in this period."),
        ("this-year", "Jan 1, 2001 to Nov 13, 2001", "$4,235,863.00"),
        ("last-year", "Jan 1, 2000 to Dec 31, 2000", "Nothing was sold in this period."),
    ],
)
def test_a_period_is_chosen_in_the_address(cfo: Client, period: str, days: str, sold: str) -> None:
    text = words(cfo.get(f"/?period={period}"))
    assert f"Sold, {days}" in text
    assert sold in text


def test_a_period_that_begins_after_a_sale_draws_on_top_of_it(cfo: Client) -> None:
    text = words(cfo.get("/?period=this-quarter&as_of=2002-01-10"))
    assert "$4,235,863.00 of $33,400,000 (12.7%) was sold by Jan 10, 2002" in text
    assert "No proceeds from Jan 1, 2002 to Jan 10, 2002." in text


def test_the_last_quarter_is_drawn_as_it_was_on_its_last_day(cfo: Client) -> None:
    text = words(cfo.get("/?period=last-quarter&as_of=2002-01-10"))
    assert "$4,235,863.00 of $33,400,000 (12.7%) was sold by Dec 31, 2001" in text
    assert "Gross proceeds from Oct 1, 2001 to Dec 31, 2001 are $4,235,863.00" in text


def test_each_figure_leads_to_its_sales_and_to_the_reports_of_the_period(cfo: Client) -> None:
    opened = links(cfo.get("/?period=this-quarter"))
    sales = "/sales/?agreement=sales-agreement&trade_from=2001-10-01&trade_to=2001-11-13"
    statement = "/reports/commission/?from=2001-10-01&to=2001-11-13&agreement=sales-agreement"
    board = "/reports/board/?from=2001-10-01&to=2001-11-13"
    assert {sales, statement, board} <= set(opened)
    assert "Total 949,710 $3,822,967.00" in words(cfo.get(sales)).replace("  ", " ")
    assert cfo.get(statement).status_code == cfo.get(board).status_code == 200


def test_the_day_and_the_period_keep_each_other(cfo: Client) -> None:
    answer = cfo.get("/?period=this-year&as_of=2001-11-09")
    assert "/?period=last-year&as_of=2001-11-09#charts" in links(answer)
    assert '<input type="hidden" name="period" value="this-year">' in answer.content.decode()


def test_a_period_that_is_none_is_not_found(cfo: Client) -> None:
    assert cfo.get("/?period=yesterday").status_code == 404


def test_before_the_signing_every_period_can_be_shown(cfo: Client) -> None:
    day = date(2001, 6, 11)
    for period in ("this-quarter", "last-quarter", "this-year", "last-year", "to-date"):
        assert cfo.get(f"/?period={period}&as_of={day}").status_code == 200
