"""One person asks: once at a time, and what is asked for stays as it is while it waits."""

from decimal import Decimal

from neoequity.books.approvals.actions import approve, reject, withdraw
from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, move_placement, revise_draft
from placements.actions.sale import ask_reversal
from placements.models import Placement, PlacementEvent, Sale
from tests.approvals.conftest import TODAY, Ask
from tests.books import refused
from tests.factories import UserFactory

FIVE = Decimal("5.00")
UNAPPROVED = (
    "Placement 1 is proposed to the agent once a CFO has approved it who did not draft it "
    "(four eyes)."
)


def propose(draft: Placement, by: User) -> Placement:
    return move_placement(draft, "propose", on=TODAY, by=by, today=TODAY)


def test_a_request_says_who_asks_for_what_and_why(
    request_: Approval, tina: User, draft: Placement
) -> None:
    assert request_.what == (
        "Propose placement 1 of the Sales Agreement: 40,000 shares at $4.0000 or more"
    )
    assert (request_.asked_by, request_.why) == (tina, "before the quarterly report")
    assert (request_.decision, request_.subject) == ("", draft.pk)


def test_a_draft_that_nobody_approved_is_not_proposed(draft: Placement, tina: User) -> None:
    with refused(UNAPPROVED):
        propose(draft, tina)


def test_a_draft_that_waits_is_not_proposed_asked_for_revised_or_withdrawn(
    draft: Placement, request_: Approval, tina: User
) -> None:
    waits = f"Request {request_.pk} by tina is already awaiting a CFO's decision: {request_.what}."
    with refused(waits):
        propose(draft, tina)
    with refused(waits):
        ask_proposal(draft, by=tina)
    with refused(waits):
        revise_draft(draft, shares_offered=1, minimum_price=FIVE, by=tina)
    with refused(waits):
        move_placement(draft, "withdraw", on=TODAY, by=tina, today=TODAY)


def test_a_record_has_one_request_waiting_at_a_time(ask_by: Ask, tina: User) -> None:
    request = ask_by(tina)
    if request.kind == "reversal":
        sale = Sale.objects.get(pk=request.subject)
        with refused(
            f"Request {request.pk} by tina is already awaiting a CFO's decision: {request.what}."
        ):
            ask_reversal(sale, on=TODAY, reason="again", by=tina, today=TODAY)
    assert Approval.objects.filter(kind=request.kind, decision="").count() == 1


def test_what_is_approved_may_be_proposed_on_these_terms(
    draft: Placement, request_: Approval, tina: User, carl: User
) -> None:
    approve(request_, by=carl, today=TODAY)
    with refused("The terms of placement 1 are approved already."):
        ask_proposal(draft, by=tina)
    assert propose(draft, tina).status == "proposed"
    with refused("Placement 1 is proposed, no draft any more."):
        ask_proposal(draft, by=tina)


def test_a_draft_revised_after_its_approval_needs_another(
    draft: Placement, request_: Approval, tina: User, carl: User
) -> None:
    approve(request_, by=carl, today=TODAY)
    revise_draft(draft, shares_offered=40_000, minimum_price=FIVE, by=tina)
    with refused(UNAPPROVED):
        propose(draft, tina)
    approve(ask_proposal(draft, by=tina), by=carl, today=TODAY)
    assert propose(draft, tina).status == "proposed"


def test_an_approver_who_rewrites_the_draft_has_approved_nothing(
    draft: Placement, request_: Approval, tina: User, chief: User
) -> None:
    approve(request_, by=chief, today=TODAY)
    revise_draft(
        draft, shares_offered=40_000, minimum_price=Decimal("4.00"), remark="mine now", by=chief
    )
    with refused(UNAPPROVED):
        propose(draft, tina)


def test_a_revision_that_says_the_same_again_leaves_no_trace(draft: Placement) -> None:
    before = PlacementEvent.objects.count()
    another = UserFactory()
    revise_draft(draft, shares_offered=40_000, minimum_price=Decimal("4.00"), by=another)
    assert PlacementEvent.objects.count() == before


def test_what_was_rejected_or_withdrawn_can_be_asked_for_again(
    draft: Placement, request_: Approval, tina: User, carl: User
) -> None:
    reject(request_, by=carl, note="after the report")
    second = ask_proposal(draft, by=tina)
    withdraw(second, by=tina)
    third = ask_proposal(draft, by=tina)
    approve(third, by=carl, today=TODAY)
    assert propose(draft, tina).status == "proposed"
