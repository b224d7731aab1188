"""Requests are told to whoever may decide them, and decisions to whoever asked."""

from datetime import timedelta

import pytest

from neoequity.books.approvals.actions import approve, see_decision
from neoequity.books.models import Approval
from neoequity.notices.notice import Urgency
from neoequity.people.models import User
from placements.actions.placement import ask_proposal
from tests.factories import TODAY, PlacementFactory, UserFactory
from tests.notices.conftest import Told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def clerk(db: None) -> User:
    person: User = UserFactory(username="pat")
    return person


@built_once
def cfo(db: None) -> User:
    person: User = UserFactory(username="anna", group="CFO")
    return person


@built_once
def request_of_pat(clerk: User) -> Approval:
    return ask_proposal(PlacementFactory(by=clerk), by=clerk)


def test_a_request_waits_for_a_cfo_and_is_urgent_from_the_next_day(
    told: Told, request_of_pat: Approval, cfo: User
) -> None:
    asked_at = request_of_pat.asked_at
    (notice,) = told(cfo, kind="approval_waiting", now=asked_at)
    assert notice.urgency is Urgency.SOON
    assert notice.text.startswith(
        f"Request {request_of_pat.pk} from pat has awaited your decision since "
    )
    assert ": Propose placement 1" in notice.text
    assert notice.href == f"/approvals/{request_of_pat.pk}/"
    (later,) = told(cfo, kind="approval_waiting", now=asked_at + timedelta(days=1))
    assert later.urgency is Urgency.URGENT
    assert later.key == notice.key == f"approval_waiting:{request_of_pat.pk}"


def test_nobody_decides_their_own_request(
    told: Told, request_of_pat: Approval, clerk: User
) -> None:
    assert told(clerk, kind="approval_waiting", now=request_of_pat.asked_at) == []


def test_a_decision_is_told_to_whoever_asked_until_it_is_seen(
    told: Told, request_of_pat: Approval, clerk: User, cfo: User
) -> None:
    decided = approve(request_of_pat, by=cfo, today=TODAY, note="As discussed")
    (notice,) = told(clerk, kind="request_decided")
    assert notice.text.startswith(f"anna approved your request {request_of_pat.pk} on ")
    assert "(As discussed): Propose placement 1" in notice.text
    assert told(cfo, kind="request_decided") == []
    see_decision(decided, by=clerk)
    assert told(clerk, kind="request_decided") == []
