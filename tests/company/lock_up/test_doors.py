"""A lock-up refuses at every door: page, administration, and the request that waits."""

import re

import pytest
from django.test import Client

from neoequity.books.models import Approval
from neoequity.company.models import Offering
from neoequity.people.models import User
from tests.books import nothing_changes
from tests.clients import logged_in
from tests.company.lock_up.story import Story, consented, december, november, offered, placed
from tests.factories import usual
from tests.pages.plain_text import words
from warrants.models import CallNotice

FIRST = (
    "falls in the lock-up of Placement 1 under the Sales Agreement, from Oct 25, 2001 to Nov 23, "
    "2001: attach the written consent of Cantor Fitzgerald & Co. for Nov 9, 2001 and have it "
    "approved (p. S-11)."
)


@pytest.fixture
def client(treasurer: User) -> Client:
    return logged_in(treasurer)


def an_offer(story: Story, day: str) -> dict[str, str]:
    return {
        "issuer": str(story.issuer.pk),
        "day": day,
        "kind": "sale",
        "what": "250,000 shares to Montrose",
    }


@pytest.mark.parametrize("door", ["/records/offering/new/", "/admin/company/offering/add/"])
def test_an_offer_is_refused_by_page_and_administration(
    story: Story, client: Client, door: str
) -> None:
    with nothing_changes():
        response = client.post(door, an_offer(story, "2001-11-09"))
    assert FIRST in words(response)


@pytest.mark.parametrize("door", ["/records/offering/new/", "/admin/company/offering/add/"])
def test_an_offer_outside_is_requested_by_page_and_administration(
    story: Story, client: Client, door: str
) -> None:
    response = client.post(door, an_offer(story, "2001-12-04"))
    assert response.status_code == 302
    assert Approval.objects.filter(kind="offering", decision="").count() == 1


def test_a_request_that_a_placement_overtook_is_refused_on_its_page(story: Story) -> None:
    request = offered(story, december(4))
    placed(story.sales, december(5), by=story.by)
    cfo = logged_in(usual("CFO"))
    with nothing_changes():
        response = cfo.post(f"/approvals/{request.pk}/decide/", {"decision": "approved"})
    assert "falls in the lock-up of Placement 2 under the Sales Agreement" in words(response)
    assert not Offering.objects.exists()


def test_a_request_for_another_offer_is_read_before_it_is_decided(story: Story) -> None:
    request = offered(story, december(4))
    response = logged_in(usual("CFO")).get(f"/approvals/{request.pk}/")
    assert "Sale of securities, Dec 4, 2001: 250,000 shares to Montrose" in words(response)
    assert 'href="/records/offering/"' in response.content.decode()


def test_a_call_is_refused_by_its_page(story: Story, client: Client) -> None:
    with nothing_changes():
        response = client.post("/warrants/series/class-b/call/", {"delivered_on": "2001-11-09"})
    assert f"The call of the Class B Warrants, on Nov 9, 2001, {FIRST}" in words(response)


def test_a_call_is_refused_by_the_administration(story: Story, client: Client) -> None:
    with nothing_changes():
        response = client.post(
            "/admin/warrants/callnotice/add/",
            {"series": str(story.series.pk), "delivered_on": "2001-11-09"},
        )
    assert FIRST in words(response)


def test_a_consent_clears_the_call_on_its_page(story: Story, client: Client) -> None:
    consented(story, story.sales, november(9), november(9))
    response = client.post("/warrants/series/class-b/call/", {"delivered_on": "2001-11-09"})
    assert response.status_code == 302
    assert CallNotice.objects.get().delivered_on == november(9)


def test_a_proposal_is_refused_on_the_page_of_its_request(story: Story, client: Client) -> None:
    client.post("/warrants/series/class-b/call/", {"delivered_on": "2001-12-04"})
    made = client.post(
        "/placements/new/",
        {"agreement": "sales-agreement", "shares_offered": "1000", "minimum_price": "4.00"},
    )
    number = re.search(r"/(\d+)/$", made.headers["Location"])
    assert number is not None
    client.post(f"/placements/sales-agreement/{number[1]}/ask/")
    request = Approval.objects.get(kind="proposal", decision="")
    cfo = logged_in(usual("CFO"))
    response = cfo.post(
        f"/approvals/{request.pk}/decide/", {"decision": "approved", "note": "All the same."}
    )
    assert "The call of the Class B Warrants, on Dec 4, 2001, falls in the lock-up" in words(
        response
    )
    request.refresh_from_db()
    assert request.decision == ""
