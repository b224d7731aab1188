"""The admin's doors: each asks, says so, and posts nothing before another person approves."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Approval
from placements.models import Placement
from tests.books import nothing_changes
from tests.factories import approved
from tests.pages.plain_text import words
from tests.warrants.admin.typed import address
from tests.warrants.factories import ISSUED_BY
from warrants.models import Entry, Holder, Split, Warrant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on(second_person: None) -> None:
    """All tests here: the office has a second person approve all that it may."""


def the_request() -> Approval:
    return Approval.objects.get(decision="")


def test_a_transfer_waits(treasury: Client, warrant: Warrant, officer: Holder) -> None:
    said = {
        "holder_from": "cantor-fitzgerald",
        "holder_to": "officer",
        "shares": "100",
        "on": "2001-11-30",
    }
    form = words(treasury.get(address("warrant_transfer", warrant.pk)))
    assert "Another person must approve it." in form
    page = treasury.post(address("warrant_transfer", warrant.pk), said, follow=True)
    assert "the transfer is awaiting approval by a CFO." in words(page)
    assert Entry.objects.count() == 1
    approved(the_request(), today=ISSUED_BY)
    assert Entry.objects.filter(kind="transfer", shares=100).exists()


def test_a_cancellation_waits(treasury: Client, warrant: Warrant) -> None:
    said = {
        "holder": "cantor-fitzgerald",
        "shares": "10",
        "on": "2001-11-30",
        "reason": "Over-issued.",
    }
    page = treasury.post(address("warrant_cancel", warrant.pk), said, follow=True)
    assert "the cancellation is awaiting approval by a CFO." in words(page)
    assert Entry.objects.count() == 1
    approved(the_request(), today=ISSUED_BY)
    assert Entry.objects.filter(kind="cancellation", shares=10).exists()


def test_an_exercise_is_posted_at_once(treasury: Client, warrant: Warrant) -> None:
    said = {"holder": "cantor-fitzgerald", "way": "cash", "shares": "10", "on": "2001-11-30"}
    page = treasury.post(address("warrant_exercise", warrant.pk), said, follow=True)
    assert "the exercise is in the register." in words(page)
    assert Entry.objects.filter(kind="cash_exercise").exists()


def test_an_issue_waits(treasury: Client, owed: Placement) -> None:
    form = words(treasury.get(address("warrant_add")))
    assert "Another person, a CFO, must approve the issue; nothing is posted before." in form
    said = {"agreement": owed.agreement_id, "placement": owed.pk}
    page: Any = treasury.post(address("warrant_add"), said, follow=True)
    assert page.redirect_chain == [(address("warrant_changelist"), 302)]
    assert "is awaiting a CFO's decision: Issue a warrant for 2,000 shares at $6.5000" in words(
        page
    )
    assert Warrant.objects.count() == 1
    approved(the_request(), today=ISSUED_BY)
    assert Warrant.objects.get(number=2).issued_on == date(2001, 11, 15)


def test_an_issue_that_is_not_owed_is_refused(treasury: Client, warrant: Warrant) -> None:
    said = {"agreement": warrant.agreement_id, "placement": warrant.placement_id}
    with nothing_changes():
        page = treasury.post(address("warrant_add"), said)
    assert "No further warrant is owed for placement 1 (p. S-11)." in words(page)


def test_a_split_waits(treasury: Client, warrant: Warrant) -> None:
    said = {
        "issuer": "neotherapeutics",
        "effective_on": "2001-11-30",
        "new": "1",
        "old": "25",
        "source": "8-K",
    }
    assert "must approve it first" in words(treasury.get(address("split_add")))
    page = treasury.post(address("split_add"), said, follow=True)
    assert "is awaiting a CFO's decision: Record the stock split of 1 for 25" in words(page)
    assert not Split.objects.exists()
    approved(the_request(), today=ISSUED_BY)
    assert Warrant.objects.get().outstanding == 40


@pytest.mark.parametrize("page", ["warrant_add", "split_add"])
def test_who_may_not_enter_does_not_ask_either(cfo: Client, page: str) -> None:
    with nothing_changes():
        assert cfo.post(address(page), {}).status_code in (302, 403)
