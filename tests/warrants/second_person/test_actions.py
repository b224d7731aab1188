"""The actions behind the doors: none posts alone, and what is approved is still what is owed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from neoequity.books.approvals.selectors import waiting_until
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.models import Placement
from tests.books import nothing_changes, refused
from tests.factories import approved, reverse_sale
from tests.periods.closings import close, reopen
from tests.warrants.factories import ISSUED_BY, sold_placement
from warrants.actions.asking import ask_cancellation, ask_transfer
from warrants.actions.asking_issue import ask_issue
from warrants.actions.asking_split import ask_split
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Entry, Holder, Split, Warrant

pytestmark = pytest.mark.django_db

TODAY = ISSUED_BY


@pytest.fixture
def facts(warrant: Warrant, agent: Holder, officer: Holder, tina: User) -> dict[str, Any]:
    told = {"by": tina, "today": TODAY}
    return {
        "transfer": {"holder_from": agent, "holder_to": officer, "shares": 100, "on": TODAY} | told,
        "cancel": {"holder": agent, "shares": 10, "on": TODAY, "reason": "Over-issued."} | told,
        "split": {"effective_on": TODAY, "new": 1, "old": 25, "source": "8-K"} | told,
        "issue": told,
    }


def test_no_action_posts_alone_what_a_second_person_must_approve(
    second_person: None, facts: dict[str, Any], warrant: Warrant, owed: Placement
) -> None:
    alone: list[tuple[str, Callable[[], object]]] = [
        ("a transfer", lambda: transfer(warrant, **facts["transfer"])),
        ("a cancellation", lambda: cancel(warrant, **facts["cancel"])),
        ("a stock split", lambda: record_split(warrant.issuer, **facts["split"])),
        (
            "the issue of a warrant",
            lambda: issue_warrant(owed.agreement, owed, **facts["issue"]),
        ),
    ]
    for what, act in alone:
        with refused(f"Another person must approve {what}: request it (four eyes)."):
            act()


def test_what_a_second_person_need_not_approve_is_posted_as_before(
    second_person: None, warrant: Warrant, agent: Holder, tina: User
) -> None:
    exercise(warrant, holder=agent, shares=5, on=TODAY, way="cash", by=tina, today=TODAY)
    assert Entry.objects.filter(kind="cash_exercise").exists()


def test_a_transfer_of_no_shares_is_not_asked_for(facts: dict[str, Any], warrant: Warrant) -> None:
    with refused("The number of shares must be more than zero."):
        ask_transfer(warrant, **facts["transfer"] | {"shares": 0})


def test_a_cancellation_is_asked_for_with_a_reason(facts: dict[str, Any], warrant: Warrant) -> None:
    with refused("A cancellation needs a reason."):
        ask_cancellation(warrant, **facts["cancel"] | {"reason": "  "})


def test_a_split_that_is_recorded_already_is_not_asked_for(
    facts: dict[str, Any], warrant: Warrant
) -> None:
    record_split(warrant.issuer, **facts["split"])
    with refused("A split of 2001-11-30 is already recorded."):
        ask_split(warrant.issuer, **facts["split"])


def test_one_issue_waits_for_a_placement_at_a_time(facts: dict[str, Any], owed: Placement) -> None:
    request = ask_issue(owed.agreement, owed, **facts["issue"])
    with refused(
        f"Request {request.pk} by tina is already awaiting a CFO's decision: {request.what}."
    ):
        ask_issue(owed.agreement, owed, **facts["issue"])


def test_an_issue_is_not_approved_once_something_else_is_owed(
    facts: dict[str, Any], owed: Placement, tina: User
) -> None:
    request = ask_issue(owed.agreement, owed, **facts["issue"])
    reverse_sale(owed.sales.get(), on=TODAY, reason="A mistake.", by=tina, today=TODAY)
    gone = r"Nothing has been sold|No further warrant"
    with nothing_changes(), pytest.raises(Refused, match=gone):
        approved(request, today=TODAY)


def test_an_issue_is_approved_for_the_figures_that_were_asked_for_only(
    tina: User,
) -> None:
    placement = sold_placement(by=tina)
    told: dict[str, Any] = {"by": tina, "today": TODAY}
    request = ask_issue(placement.agreement, placement, **told)
    on = date(2001, 11, 14)
    record_split(request.issuer, effective_on=on, new=1, old=25, source="8-K", **told)
    with refused(
        f"What is owed has changed since request {request.pk}: it asks for 1,000 shares at "
        "$5.2000, dated 2001-11-15, entered on 2001-11-15; owed now are 40 shares at $130.0000, "
        "dated 2001-11-15, entered on 2001-11-15. Reject the request, and ask again."
    ):
        approved(request, today=TODAY)


def test_an_issue_whose_own_day_is_closed_is_entered_on_the_day_it_was_asked_for(
    facts: dict[str, Any], owed: Placement
) -> None:
    later = date(2001, 12, 3)
    close("2001-11", today=later)
    request = ask_issue(owed.agreement, owed, **facts["issue"] | {"today": later})
    assert request.dated == later
    approved(request, today=date(2001, 12, 10))
    warrant = Warrant.objects.get(number=2)
    assert (warrant.issued_on, warrant.entries.get().on) == (date(2001, 11, 15), later)


def test_an_issue_is_asked_for_again_once_its_own_day_is_open_again(
    facts: dict[str, Any], owed: Placement
) -> None:
    later = date(2001, 12, 3)
    closing = close("2001-11", today=later)
    request = ask_issue(owed.agreement, owed, **facts["issue"] | {"today": later})
    reopen(closing)
    with refused(
        f"What is owed has changed since request {request.pk}: it asks for 2,000 shares at "
        "$6.5000, dated 2001-11-15, entered on 2001-12-03; owed now are 2,000 shares at $6.5000, "
        "dated 2001-11-15, entered on 2001-11-15. Reject the request, and ask again."
    ):
        approved(request, today=later)


def test_a_period_that_was_closed_meanwhile_keeps_an_approval_out(
    facts: dict[str, Any], warrant: Warrant
) -> None:
    request = ask_transfer(warrant, **facts["transfer"])
    close("2001-11", today=date(2001, 12, 3))
    with nothing_changes(), pytest.raises(Refused, match="nothing dated Nov 30, 2001 is entered"):
        approved(request, today=date(2001, 12, 3))


def test_a_request_is_among_those_that_keep_their_month_open(
    facts: dict[str, Any], warrant: Warrant
) -> None:
    request = ask_transfer(warrant, **facts["transfer"])
    assert list(waiting_until(warrant.issuer, TODAY)) == [request]
    assert list(waiting_until(warrant.issuer, date(2001, 11, 29))) == []


def test_a_split_learnt_meanwhile_is_counted_when_a_transfer_is_approved(
    facts: dict[str, Any], warrant: Warrant, officer: Holder
) -> None:
    request = ask_transfer(warrant, **facts["transfer"])
    record_split(warrant.issuer, **facts["split"] | {"new": 2, "old": 1})
    approved(request, today=TODAY)
    assert officer.balances.get().shares == 100
    assert Split.objects.count() == 1
