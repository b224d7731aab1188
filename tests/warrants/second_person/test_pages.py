"""Each verb by its page: asked for, shown as waiting, approved by another, and then posted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.models import Placement
from tests.books import nothing_changes
from tests.pages.plain_text import links, words
from tests.warrants.factories import ISSUED_BY, sold_placement, warrant_agreement
from warrants.models import Balance, Entry, Holder, Split, Warrant

pytestmark = pytest.mark.django_db

FIRST = "/warrants/neotherapeutics/1/"
ISSUE = "/warrants/issue/sales-agreement/2/"
SPLITS = "/warrants/splits/"
TRANSFER = {
    "holder_from": "cantor-fitzgerald",
    "holder_to": "officer",
    "shares": "100",
    "on": "2001-11-30",
}
CANCEL = {
    "holder": "cantor-fitzgerald",
    "shares": "10",
    "on": "2001-11-30",
    "reason": "Over-issued.",
}
SPLIT = {
    "issuer": "neotherapeutics",
    "effective_on": "2001-11-30",
    "new": "1",
    "old": "25",
    "source": "8-K",
}


def the_request() -> Approval:
    return Approval.objects.get(decision="")


def decide(client: Client, decision: str = "approved", note: str = "") -> Any:
    said = {"decision": decision, "note": note}
    return client.post(f"/approvals/{the_request().pk}/decide/", said, follow=True)


# Transfer


@pytest.fixture
def transfer_asked(second_person: None, officer: Holder, treasury: Client) -> Any:
    """Tina asks to transfer 100 shares."""
    return treasury.post(f"{FIRST}transfer/", TRANSFER, follow=True)


def test_a_transfer_is_asked_for_and_its_warrant_says_that_it_waits(
    transfer_asked: Any, carl: User
) -> None:
    text = words(transfer_asked)
    what = "Transfer 100 shares of warrant 1 from Cantor Fitzgerald & Co. to A. Officer"
    assert (
        f"Request {the_request().pk} is awaiting a CFO's decision: {what} on Nov 30, 2001." in text
    )
    assert "Awaiting approval by another person (carl" in text
    assert "1,000 warrant shares outstanding" in text
    assert Entry.objects.count() == 1


def test_the_request_for_a_transfer_shows_what_approving_posts(
    transfer_asked: Any, cfo: Client
) -> None:
    text = words(cfo.get(f"/approvals/{the_request().pk}/"))
    exactly = "transfers 100 shares of warrant 1 from Cantor Fitzgerald & Co. to A. Officer."
    assert f"What approving posts Approving {exactly} Dated Nov 30, 2001 p. S-12" in text
    assert "Approving posts the transfer to the warrant register." in text
    assert "Cantor Fitzgerald & Co. 1,000 warrant shares before, 900 after" in text
    assert "A. Officer 0 warrant shares before, 100 after" in text


def test_an_approved_transfer_is_posted_in_the_name_of_who_asked(
    transfer_asked: Any, cfo: Client, treasury: Client, officer: Holder, tina: User
) -> None:
    decide(cfo)
    entry = Entry.objects.get(kind="transfer")
    assert (entry.shares, entry.on, entry.recorded_by) == (100, ISSUED_BY, tina)
    assert Balance.objects.get(holder=officer).shares == 100
    assert "The transfer is in the warrant register." in words(treasury.get("/approvals/"))


def test_who_asked_does_not_approve(transfer_asked: Any, treasury: Client) -> None:
    with nothing_changes():
        page = decide(treasury)
    assert "tina may not approve: that is for CFO." in words(page)


def test_a_cfo_does_not_approve_a_transfer_of_their_own(
    second_person: None, officer: Holder, chief: Client
) -> None:
    chief.post(f"{FIRST}transfer/", TRANSFER)
    with nothing_changes():
        page = decide(chief)
    assert "another person must approve it (four eyes)" in words(page)
    assert Entry.objects.count() == 1


def test_a_rejected_transfer_is_not_posted_and_can_be_asked_for_again(
    transfer_asked: Any, cfo: Client, treasury: Client
) -> None:
    decide(cfo, "rejected", "Not these shares.")
    assert Entry.objects.count() == 1
    page = treasury.post(f"{FIRST}transfer/", TRANSFER, follow=True)
    assert "is awaiting a CFO's decision" in words(page)


def test_a_transfer_is_approved_once(transfer_asked: Any, cfo: Client) -> None:
    request = the_request()
    decide(cfo)
    with nothing_changes():
        page = cfo.post(f"/approvals/{request.pk}/decide/", {"decision": "approved"})
    assert f"Request {request.pk} was already approved." in words(page)


def test_one_transfer_of_a_warrant_waits_at_a_time(transfer_asked: Any, treasury: Client) -> None:
    form = treasury.get(f"{FIRST}transfer/")
    sentence = f"Request {the_request().pk} by tina is already awaiting a CFO's decision"
    assert sentence in words(form)
    with nothing_changes():
        page = treasury.post(f"{FIRST}transfer/", TRANSFER | {"shares": "5"})
    assert page.status_code == 422
    assert sentence in words(page)


def test_what_cannot_be_transferred_is_refused_when_it_is_asked_for(
    second_person: None, officer: Holder, treasury: Client
) -> None:
    with nothing_changes():
        page = treasury.post(f"{FIRST}transfer/", TRANSFER | {"shares": "1001"})
    assert page.status_code == 422
    assert "1,001 shares are more than the 1,000 that Cantor Fitzgerald & Co. has." in words(page)


# Cancellation


@pytest.fixture
def cancellation_asked(second_person: None, warrant: Warrant, treasury: Client) -> Any:
    """Tina asks to cancel ten shares."""
    return treasury.post(f"{FIRST}cancel/", CANCEL, follow=True)


def test_a_cancellation_waits_on_the_page_of_its_warrant(cancellation_asked: Any) -> None:
    text = words(cancellation_asked)
    what = "Cancel 10 shares of warrant 1, held by Cantor Fitzgerald & Co. on Nov 30, 2001"
    assert f"is awaiting a CFO's decision: {what}." in text
    assert "1,000 warrant shares outstanding" in text


def test_an_approved_cancellation_is_posted_with_its_reason(
    cancellation_asked: Any, cfo: Client
) -> None:
    page = words(cfo.get(f"/approvals/{the_request().pk}/"))
    assert "Why: Over-issued." in page
    assert "Approving cancels 10 shares of warrant 1, held by Cantor Fitzgerald & Co." in page
    decide(cfo)
    entry = Entry.objects.get(kind="cancellation")
    assert (entry.shares, entry.reason) == (10, "Over-issued.")
    assert Warrant.objects.get().outstanding == 990


def test_a_cancellation_and_a_transfer_of_one_warrant_may_wait_together(
    cancellation_asked: Any, officer: Holder, treasury: Client
) -> None:
    text = words(treasury.post(f"{FIRST}transfer/", TRANSFER, follow=True))
    assert text.count("Awaiting approval by another person") == 2


def test_an_approval_is_refused_once_the_shares_are_gone_and_the_request_stays(
    cancellation_asked: Any, cfo: Client, treasury: Client
) -> None:
    said = {"holder": "cantor-fitzgerald", "shares": "995", "on": "2001-11-30", "way": "cash"}
    assert treasury.post(f"{FIRST}exercise/", said).status_code == 302
    with nothing_changes():
        page = decide(cfo)
    sentence = "10 shares are more than the 5 that Cantor Fitzgerald & Co. has."
    assert page.status_code == 422
    assert sentence in words(page)
    assert the_request().kind == "warrant_cancellation"


# Issue


@pytest.fixture
def issue_asked(second_person: None, owed: Placement, treasury: Client) -> Any:
    """Tina asks for the warrant of placement 2."""
    return treasury.post(ISSUE, follow=True)


def test_an_issue_waits_on_the_page_of_what_is_owed(issue_asked: Any) -> None:
    text = words(issue_asked)
    what = (
        "Issue a warrant for 2,000 shares at $6.5000 to Cantor Fitzgerald & Co., for placement 2 "
        "under the Sales Agreement"
    )
    assert f"Request {the_request().pk} is awaiting a CFO's decision: {what}." in text
    assert "Request issue" not in text
    assert Warrant.objects.count() == 1


def test_the_request_for_an_issue_shows_its_figures_and_pages(
    issue_asked: Any, cfo: Client
) -> None:
    page = cfo.get(f"/approvals/{the_request().pk}/")
    text = words(page)
    assert "Record Placement 2" in text
    assert "Warrant shares 2,000 shares p. S-11 Exercise price $6.5000 p. S-11" in text
    assert (
        "Approving issues a warrant for 2,000 shares at $6.5000 to Cantor Fitzgerald & Co., dated "
        "Nov 15, 2001."
    ) in text
    assert ISSUE in links(page)


def test_an_approved_issue_is_the_warrant_of_its_placement(
    issue_asked: Any, cfo: Client, treasury: Client, owed: Placement, tina: User
) -> None:
    decide(cfo)
    warrant = Warrant.objects.get(number=2)
    assert (warrant.placement, warrant.shares) == (owed, 2_000)
    assert warrant.exercise_price == Decimal("6.5000")
    assert warrant.issued_on == date(2001, 11, 15)
    assert warrant.entries.get().recorded_by == tina
    assert "The warrant is issued." in words(treasury.get("/approvals/"))


def test_an_issue_approved_on_a_later_day_is_dated_as_asked(
    issue_asked: Any, cfo: Client, settings: Settings
) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 12, 10)
    decide(cfo)
    assert Warrant.objects.get(number=2).entries.get().on == date(2001, 11, 15)


def test_a_pooled_programme_has_its_own_request(
    second_person: None, treasury: Client, cfo: Client, tina: User
) -> None:
    sold_placement(warrant_agreement(warrant_pooled=True), by=tina)
    page = treasury.post("/warrants/issue/sales-agreement/", follow=True)
    assert "for the programme under the Sales Agreement" in words(page)
    assert the_request().kind == "pooled_warrant_issue"
    decide(cfo)
    assert Warrant.objects.get().placement is None


def test_what_is_not_owed_is_not_asked_for(
    second_person: None, warrant: Warrant, treasury: Client
) -> None:
    with nothing_changes():
        page = treasury.post("/warrants/issue/sales-agreement/1/")
    assert page.status_code == 422
    assert "No further warrant is owed for placement 1 (p. S-11)." in words(page)


# Split


@pytest.fixture
def split_asked(second_person: None, warrant: Warrant, treasury: Client) -> Any:
    """Tina asks for a split of 1 for 25."""
    return treasury.post(SPLITS, SPLIT | {"record": "1"}, follow=True)


def test_a_split_waits_on_the_page_of_splits(split_asked: Any) -> None:
    text = words(split_asked)
    what = "Record the stock split of 1 for 25 with effect from Nov 30, 2001"
    assert f"Request {the_request().pk} is awaiting a CFO's decision: {what}." in text
    assert not Split.objects.exists()


def test_the_request_for_a_split_shows_each_holding_before_and_after(
    split_asked: Any, cfo: Client
) -> None:
    page = cfo.get(f"/approvals/{the_request().pk}/")
    text = words(page)
    assert "New shares 1 for 25 old" in text
    assert "Warrant 1 Cantor Fitzgerald & Co. 1,000 40 $5.2000 $130.0000" in text
    assert "Why: Source: 8-K" in text
    assert (
        "Approving records the split of 1 for 25 on Nov 30, 2001 and adjusts every warrant of "
        "NeoTherapeutics, Inc."
    ) in text
    assert SPLITS in links(page)


def test_an_approved_split_adjusts_the_warrants(split_asked: Any, cfo: Client, tina: User) -> None:
    decide(cfo)
    split = Split.objects.get()
    assert (split.new, split.old, split.source, split.recorded_by) == (1, 25, "8-K", tina)
    assert Warrant.objects.get().outstanding == 40


def test_checking_a_split_asks_for_nothing(
    second_person: None, warrant: Warrant, treasury: Client
) -> None:
    with nothing_changes():
        page = treasury.post(SPLITS, SPLIT | {"check": "1"})
    assert "Request split" in words(page)


# The term of the office


def test_an_office_that_leaves_it_to_one_person_posts_at_once(
    officer: Holder, owed: Placement, treasury: Client
) -> None:
    treasury.post(f"{FIRST}transfer/", TRANSFER)
    treasury.post(f"{FIRST}cancel/", CANCEL)
    treasury.post(ISSUE)
    treasury.post(SPLITS, SPLIT | {"record": "1"})
    assert Warrant.objects.count() == 2
    assert Split.objects.count() == 1
    assert set(Entry.objects.values_list("kind", flat=True)) == {
        *("issue", "transfer", "cancellation", "split")
    }
    assert not Approval.objects.filter(decision="").exists()


def test_splits_and_warrants_are_chosen_apart(
    settings: Settings, officer: Holder, treasury: Client
) -> None:
    settings.SECOND_PERSON_FOR = frozenset({"splits"})
    treasury.post(f"{FIRST}transfer/", TRANSFER)
    treasury.post(SPLITS, SPLIT | {"record": "1"})
    assert Entry.objects.filter(kind="transfer").exists()
    assert the_request().kind == "stock_split"
