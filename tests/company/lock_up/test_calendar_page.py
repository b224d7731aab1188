"""The calendar page: a month, the lock-ups with their calculation, clashes and consents."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.company.actions.record import ask_share_event, record_filing, record_funding
from neoequity.people.models import User
from tests.clients import logged_in
from tests.company.lock_up.story import (
    TODAY,
    Story,
    agreement,
    attach_paper,
    consented,
    december,
    november,
    placed,
)
from tests.factories import UserFactory, approved
from tests.pages.plain_text import words


@pytest.fixture
def client(treasurer: User) -> Client:
    return logged_in(treasurer)


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/company/calendar/{query}")
    assert response.status_code == 200
    return words(response)


def test_a_stranger_is_sent_to_sign_in(story: Story) -> None:
    response = Client().get("/company/calendar/")
    assert response.headers["Location"].startswith("/accounts/login/")


def test_an_auditor_reads_it_without_what_writes(story: Story) -> None:
    page = shown(logged_in(UserFactory(group="Auditor")))
    assert "Lock-ups" in page
    assert "Record another offer" not in page


def test_a_month_names_the_days_on_which_the_market_departs_from_the_week(
    story: Story, client: Client
) -> None:
    page = shown(client, "?month=2001-11")
    assert "November 2001" in page
    assert "Trading, no settlement Veterans Day (observed)" in page
    assert "No trading or settlement Thanksgiving Day" in page


def test_settlements_are_summed_up_by_day_and_agreement(story: Story, client: Client) -> None:
    placed(story.sales, november(28), sold_on=november(28), sales=3, by=story.by)
    page = shown(client, "?month=2001-12")
    assert (
        "Settlement due: Sales Agreement Deliver 3,000 shares, receive $11,664.00 net of "
        "commission."
    ) in page


def test_each_window_has_its_calculation_with_the_page(story: Story, client: Client) -> None:
    page = shown(client, "?month=2001-11")
    assert "Placement 1 under the Sales Agreement Oct 25, 2001 to Nov 23, 2001" in page
    assert (
        "Counted back from Nov 1, 2001: 1. Wed, Oct 31, 2001; 2. Tue, Oct 30, 2001; 3. Mon, Oct "
        "29, 2001; 4. Fri, Oct 26, 2001; 5. Thu, Oct 25, 2001."
    ) in page
    assert (
        "Counted on from Nov 15, 2001: 1. Fri, Nov 16, 2001; 2. Mon, Nov 19, 2001; 3. Tue, Nov 20, "
        "2001; 4. Wed, Nov 21, 2001; 5. Fri, Nov 23, 2001. Passed over: Nov 22, 2001 "
        "(Thanksgiving Day)."
    ) in page
    assert "Trading days before p. S-11 5" in page


def test_an_open_placement_is_shown_without_an_end(story: Story, client: Client) -> None:
    placed(story.sales, december(3), by=story.by)
    page = shown(client)
    assert "Placement 2 under the Sales Agreement from Nov 26, 2001, still open" in page
    assert "The placement may still sell, so its final sale is not known." in page


def test_a_clash_says_what_to_do(story: Story, client: Client) -> None:
    granted(story, november(9))
    page = shown(client, "?month=2001-11")
    assert "Lock-up clash: Stock grant (10,000 shares)" in page
    assert (
        "Stock grant (10,000 shares) Placement 1 under the Sales Agreement Nov 9, 2001 without "
        "consent Attach the written consent of Cantor Fitzgerald & Co. for Nov 9, 2001 and have it "
        "approved: record it. p. S-11"
    ) in page


def test_a_consent_without_its_document_is_told_until_it_is_attached(
    story: Story, client: Client
) -> None:
    granted(story, november(9))
    consent = consented(story, story.sales, november(9), november(9), attached=False)
    page = shown(client, "?month=2001-11")
    assert "document missing It counts once the written consent is attached: attach it." in page
    assert (
        "Attach the written consent of Cantor Fitzgerald & Co. to Agent's consent of Nov 9, 2001."
    ) in page

    attach_paper(consent, by=story.by)
    page = shown(client, "?month=2001-11")
    assert "cleared Nothing: consents cover every day." in page
    assert "Lock-up clash: " not in page
    assert "consents that cover some of its days: Call of the Class B Warrants." in page


def test_a_placement_with_the_same_agent_is_told(story: Story, client: Client) -> None:
    page = shown(client, "?month=2001-11")
    assert "no consent needed Nothing: Cantor Fitzgerald & Co. is the agent of both." in page


def test_an_agreement_that_states_no_lock_up_is_named(story: Story, client: Client) -> None:
    third = agreement(
        slug="third-agreement",
        name="Third Agreement",
        lock_up_days_before=None,
        shelf=story.sales.shelf,
    )
    placed(third, december(3), by=story.by)
    page = shown(client)
    assert (
        "Placement 1 under the Third Agreement: the agreement states no lock-up, so no window is "
        "shown."
    ) in page


def test_filings_and_other_money_stand_on_their_days(story: Story, client: Client) -> None:
    facts = {"issuer": story.issuer, "by": story.by, "today": TODAY}
    record_filing(
        day=november(1), form="10-Q", concerns="Third quarter", due_on=november(14), **facts
    )
    record_filing(day=november(12), form="424B3", concerns="Sales", filed_on=november(12), **facts)
    record_funding(
        day=november(1),
        source="November block",
        kind="debenture",
        state="expected",
        amount=Decimal("8000000.00"),
        expected_on=november(30),
        **facts,
    )
    page = shown(client, "?month=2001-11")
    assert "Wednesday, Nov 14 in a lock-up Filing due: 10-Q Third quarter" in page
    assert "Filed: 424B3 Sales" in page
    assert "Expected: Convertible debenture November block: at most $8,000,000.00." in page


def test_money_that_came_is_no_longer_expected(story: Story, client: Client) -> None:
    facts = {"issuer": story.issuer, "by": story.by, "source": "Pfizer", "kind": "milestone"}
    for day, state, more in (
        (november(1), "expected", {"expected_on": december(10)}),
        (december(4), "received", {"settled_amount": Decimal("1000000.00")}),
    ):
        record_funding(
            day=day, state=state, amount=Decimal("1000000.00"), today=TODAY, **more, **facts
        )
    assert "Expected: Milestone payment" not in shown(client, "?month=2001-12")
    assert "Expected: Milestone payment" in shown(client, "?month=2001-12&as_of=2001-12-03")


def test_an_earlier_day_shows_the_lock_up_as_it_was(story: Story, client: Client) -> None:
    page = shown(client, "?as_of=2001-11-05")
    assert "Placement 1 under the Sales Agreement from Oct 25, 2001, still open" in page
    assert "Placement 1 under the Other Agreement" not in page
    assert "Create address" not in page


@pytest.mark.parametrize("month", ["2001", "2001-13", "1979-12", "2001-11-01", "x"])
def test_a_month_that_is_none_is_told(story: Story, client: Client, month: str) -> None:
    response = client.get("/company/calendar/", {"month": month})
    assert response.status_code == 400
    assert "The month must be written as 2001-11" in words(response)


def test_the_first_and_the_last_month_lead_no_further(story: Story, client: Client) -> None:
    assert "Previous month" not in shown(client, "?month=1980-01")
    assert "Next month" not in shown(client, "?month=2100-12")


def test_an_issuer_that_is_not_in_the_books_is_not_found(story: Story, client: Client) -> None:
    assert client.get("/company/calendar/?issuer=nobody").status_code == 404


def test_the_page_asks_as_often_for_many_placements_and_sales(story: Story, client: Client) -> None:
    placed(story.sales, november(26), sold_on=november(27), closed_on=november(27), by=story.by)
    shown(client)  # what is remembered between pages is read once
    few = queries(client)
    for day in range(28, 31):
        placed(
            story.sales,
            november(day),
            sold_on=november(day),
            closed_on=november(day),
            by=story.by,
            sales=20,
        )
    for day in range(1, 6):
        granted(story, november(day))
    assert queries(client) == few


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        shown(client, "?month=2001-11")
    return len(asked)


def granted(story: Story, on: date) -> None:
    request = ask_share_event(
        issuer=story.issuer, day=on, event="grant", shares=10_000, by=story.by, today=TODAY
    )
    approved(request, today=TODAY)
