"""Another person decides: approves and so does it, rejects with a note; or the first withdraws."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from neoequity.books.approvals.actions import approve, reject, withdraw
from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import ask_proposal, revise_draft
from placements.actions.sale import ask_reversal
from placements.models import Agreement, Placement, Sale
from tests.approvals.conftest import TODAY, Ask
from tests.books import refused
from tests.factories import PlacementFactory, UserFactory, approved, sell
from tests.warrants.factories import another_holder, issued_warrant
from warrants.actions.register import exercise, transfer
from warrants.actions.reversal import ask_entry_reversal
from warrants.models import Entry, Holder


def test_another_person_approves_and_it_is_done(ask_by: Ask, tina: User, carl: User) -> None:
    request = approve(ask_by(tina), by=carl, today=TODAY, note="as discussed")
    assert (request.decision, request.decided_by, request.note) == (
        "approved",
        carl,
        "as discussed",
    )
    assert request.decided_at is not None
    assert request.decided_at > request.asked_at
    reversals: list[Sale | Entry] = [
        *Sale.objects.filter(reverses__isnull=False),
        *Entry.objects.filter(reverses__isnull=False),
    ]
    # The entry is in the name of who asked; the request says who approved.
    posts = "reversal" in request.kind
    assert [row.recorded_by for row in reversals] == ([tina] if posts else [])


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_approves_or_rejects_what_he_or_she_asked_for(ask_by: Ask, superuser: bool) -> None:
    both: User = UserFactory(username="both", is_superuser=superuser)
    both.groups.add(Group.objects.get(name="CFO"))
    request = ask_by(both)
    with refused(f"both made request {request.pk}: another person must approve it (four eyes)."):
        approve(request, by=both, today=TODAY)
    with refused(
        f"both made request {request.pk} and may withdraw it; only another person can reject it."
    ):
        reject(request, by=both, note="not mine")


def test_who_wrote_the_terms_does_not_approve_them_though_another_asked(
    draft: Placement, tina: User, chief: User
) -> None:
    revise_draft(draft, shares_offered=50_000, minimum_price=draft.minimum_price, by=chief)
    request = ask_proposal(draft, by=tina)
    with refused(f"chief made request {request.pk}: another person must approve it (four eyes)."):
        approve(request, by=chief, today=TODAY)


@pytest.mark.parametrize("group", ["Treasury", "Controller", "Auditor", "Administrator"])
def test_only_a_cfo_decides(request_: Approval, group: str) -> None:
    person = UserFactory(username="somebody", group=group)
    with refused("somebody may not approve: that is for CFO."):
        approve(request_, by=person, today=TODAY)
    with refused("somebody may not reject: that is for CFO."):
        reject(request_, by=person, note="no")


@pytest.mark.parametrize("note", ["", "  "])
def test_a_rejection_needs_a_note(request_: Approval, carl: User, note: str) -> None:
    with refused("A rejection needs a note that says why."):
        reject(request_, by=carl, note=note)


def test_what_is_rejected_is_not_done(ask_by: Ask, tina: User, carl: User) -> None:
    rejected = reject(ask_by(tina), by=carl, note="the price is right")
    assert (rejected.decision, rejected.note) == ("rejected", "the price is right")
    assert not Sale.objects.filter(reverses__isnull=False).exists()
    assert not Entry.objects.filter(reverses__isnull=False).exists()


def test_a_request_is_withdrawn_by_who_made_it_and_nobody_else(
    request_: Approval, tina: User, carl: User
) -> None:
    with refused(f"Request {request_.pk} is withdrawn by tina, who made it."):
        withdraw(request_, by=carl)
    assert withdraw(request_, by=tina, note="too early").decision == "withdrawn"


def test_what_is_decided_stays_decided(request_: Approval, tina: User, carl: User) -> None:
    approve(request_, by=carl, today=TODAY)
    already = f"Request {request_.pk} was already approved."
    with refused(already):
        approve(request_, by=carl, today=TODAY)
    with refused(already):
        reject(request_, by=carl, note="on second thoughts")
    with refused(already):
        withdraw(request_, by=tina)


def test_an_approval_whose_effect_is_refused_by_now_changes_nothing_and_stays_open(
    tina: User, carl: User
) -> None:
    """The shares that an entry gave away, a later one moved on: it can no longer be reversed."""
    warrant = issued_warrant(by=tina)
    agent, officer = Holder.objects.get(), another_holder("agent_officer")
    acts: dict[str, Any] = {"on": TODAY, "by": tina, "today": TODAY}
    given = transfer(warrant, holder_from=agent, holder_to=officer, shares=400, **acts)
    request = ask_entry_reversal(given, reason="a mistake", **acts)
    exercise(warrant, holder=officer, shares=400, way="cash", **acts)
    with refused(f"{officer.name} has only 0 of its shares left."):
        approve(request, by=carl, today=TODAY)
    request.refresh_from_db()
    assert request.decision == ""


def test_a_delivered_sale_may_be_reversed_and_frees_what_it_took(tina: User) -> None:
    sale = sell(PlacementFactory(accepted=True, by=tina), by=tina)
    request = ask_reversal(sale, on=TODAY, reason="a mistake", by=tina, today=TODAY)
    deliver([sale], delivered_on=TODAY, by=tina, today=TODAY)
    approved(request, today=TODAY)
    assert Agreement.objects.get().gross_sold == 0
