"""Whoever asked for something hears how it was decided, until the person has seen it."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from neoequity.books.approvals.actions import approve, reject, see_decision, withdraw
from neoequity.books.approvals.kinds import request_kinds
from neoequity.books.approvals.selectors import decided_unseen, number_for
from neoequity.books.models import Approval, DecisionSeen
from neoequity.people.models import User
from placements.actions.placement import ask_proposal
from placements.models import Placement
from tests.approvals.conftest import TODAY, Ask
from tests.books import refused
from tests.clients import logged_in
from tests.factories import PlacementFactory, UserFactory
from tests.pages.plain_text import words
from tests.worlds import built_once

INBOX = "/approvals/"
NEWS = "New decisions"


@built_once
def approved(request_: Approval, carl: User) -> Approval:
    return approve(request_, by=carl, today=TODAY)


def page_of(request: Approval) -> str:
    return f"/approvals/{request.pk}/"


def dismiss(client: Client, request: Approval, day: str = "") -> Any:
    return client.post(f"/approvals/{request.pk}/seen/{day}")


def test_what_was_approved_is_told_to_who_asked_with_what_it_allows_next(
    approved: Approval, tina: User
) -> None:
    page = words(logged_in(tina).get(INBOX))

    assert NEWS in page
    assert "Approved by carl You can now propose the placement." in page
    assert "Approvals 1 waiting for me" in page


def test_what_was_rejected_is_told_with_the_reason(
    request_: Approval, tina: User, carl: User
) -> None:
    reject(request_, by=carl, note="not this quarter")

    page = words(logged_in(tina).get(INBOX))

    assert "Rejected by carl: not this quarter You can request it again." in page


def test_approval_of_every_kind_says_what_follows(ask_by: Ask, tina: User, carl: User) -> None:
    request = approve(ask_by(tina), by=carl, today=TODAY)

    sentence = request_kinds()[request.kind].once_approved
    assert sentence in words(logged_in(tina).get(INBOX))
    assert sentence in words(logged_in(tina).get(page_of(request)))


def test_a_pending_request_is_no_news_to_who_asked(request_: Approval, tina: User) -> None:
    page = words(logged_in(tina).get(INBOX))

    assert NEWS not in page
    assert "waiting for me" not in page


def test_what_one_withdrew_oneself_is_no_news(request_: Approval, tina: User) -> None:
    withdraw(request_, by=tina)

    assert not decided_unseen(tina).exists()


def test_opening_the_request_ends_the_news(approved: Approval, tina: User) -> None:
    client = logged_in(tina)

    page = words(client.get(page_of(approved)))

    assert "You can now propose the placement." in page
    inbox = words(client.get(INBOX))
    assert NEWS not in inbox
    assert "waiting for me" not in inbox


def test_dismissing_it_ends_the_news_however_often(approved: Approval, tina: User) -> None:
    client = logged_in(tina)

    for _ in range(2):
        assert dismiss(client, approved)["Location"] == INBOX

    assert NEWS not in words(client.get(INBOX))
    assert DecisionSeen.objects.get().request == approved


def test_asking_only_for_the_headers_of_the_page_does_not_end_the_news(
    approved: Approval, tina: User
) -> None:
    logged_in(tina).head(page_of(approved))

    assert list(decided_unseen(tina)) == [approved]


def test_who_opens_the_request_of_somebody_else_leaves_the_news(
    approved: Approval, tina: User, carl: User
) -> None:
    page = words(logged_in(carl).get(page_of(approved)))

    assert "You can now propose" not in page
    assert list(decided_unseen(tina)) == [approved]


def test_nobody_dismisses_the_news_of_somebody_else(
    approved: Approval, tina: User, carl: User
) -> None:
    assert dismiss(logged_in(carl), approved).status_code == 403
    assert list(decided_unseen(tina)) == [approved]
    with refused(f"The decision on request {approved.pk} is for tina."):
        see_decision(approved, by=carl)


def test_what_is_not_decided_cannot_be_seen_decided(request_: Approval, tina: User) -> None:
    assert dismiss(logged_in(tina), request_).status_code == 302
    with refused(f"Request {request_.pk} was neither approved nor rejected."):
        see_decision(request_, by=tina)
    assert not DecisionSeen.objects.exists()


def test_nothing_is_dismissed_while_another_day_is_shown(approved: Approval, tina: User) -> None:
    client = logged_in(tina)

    page = client.get(f"{INBOX}?as_of=2001-11-29")
    assert NEWS in words(page)
    assert "Dismiss" not in words(page)
    assert dismiss(client, approved, "?as_of=2001-11-29").status_code == 409
    assert list(decided_unseen(tina)) == [approved]


@pytest.fixture
def both(request_: Approval, draft: Placement, tina: User, carl: User) -> User:
    """A CFO for whom one request of Tina's waits, and whose own another CFO has approved."""
    second: User = UserFactory(username="second", group="CFO")
    carl.groups.add(*tina.groups.all())
    carl = User.objects.get(pk=carl.pk)  # permissions are remembered
    own = PlacementFactory(agreement=draft.agreement, by=carl)
    approve(ask_proposal(own, by=carl), by=second, today=TODAY)
    return carl


def test_the_badge_counts_what_one_may_decide_and_what_was_decided_for_one(both: User) -> None:
    assert number_for(both) == 2
    assert "Approvals 2 waiting for me" in words(logged_in(both).get(INBOX))


def test_the_badge_costs_one_query(
    both: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    both.has_perm("books.approve")  # permissions are remembered
    with django_assert_num_queries(1):
        assert number_for(both) == 2
