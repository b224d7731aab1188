"""Placements are drafted, revised and moved in the admin as on the pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from neoequity.books.action import action
from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import Agreement, Placement
from tests.admin.typed import address, sentences, told
from tests.factories import TODAY, AgreementFactory, PlacementFactory, approved, sell
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def agreement() -> Agreement:
    """The Sales Agreement."""
    made: Agreement = AgreementFactory()
    return made


def status(placement: Placement) -> str:
    """Where it now stands."""
    return Placement.objects.get(pk=placement.pk).status


def test_a_placement_is_drafted(admin: Client, chief: User, agreement: Agreement) -> None:
    form = {"agreement": agreement.slug, "shares_offered": "40000", "minimum_price": "4.00"}

    admin.post(address("placement_add"), form)

    placement = Placement.objects.get()
    assert (placement.number, placement.status, placement.status_on) == (1, "draft", TODAY)
    assert (placement.shares_offered, placement.minimum_price) == (40_000, Decimal("4.00"))
    assert placement.status_by == chief


def test_a_draft_without_any_price_is_refused(admin: Client, agreement: Agreement) -> None:
    form = {"agreement": agreement.slug, "shares_offered": "40000"}

    response = admin.post(address("placement_add"), form)

    assert sentences(response) == {
        "expected_price": [
            (
                "A placement without a minimum price states an expected price, "
                "by which it reserves capacity."
            )
        ]
    }
    assert not Placement.objects.exists()


def test_a_draft_is_revised(admin: Client, agreement: Agreement) -> None:
    draft = PlacementFactory(agreement=agreement)

    admin.post(
        address("placement_change", draft.pk),
        {"shares_offered": "50000", "minimum_price": "4.25", "remark": "larger"},
    )

    draft.refresh_from_db()
    assert (draft.shares_offered, draft.minimum_price) == (50_000, Decimal("4.25"))
    assert (draft.remark, draft.number) == ("larger", 1)


@pytest.mark.parametrize("stands", ["proposed", "accepted", "closed", "withdrawn"])
def test_agreed_terms_cannot_be_changed_and_no_placement_deleted(
    admin: Client, agreement: Agreement, stands: str
) -> None:
    placement = PlacementFactory(agreement=agreement, status=stands)
    form = {"shares_offered": "1", "minimum_price": "1.00"}

    assert admin.get(address("placement_change", placement.pk)).status_code == 200
    assert admin.post(address("placement_change", placement.pk), form).status_code == 403
    assert admin.post(address("placement_delete", placement.pk)).status_code == 403
    placement.refresh_from_db()
    assert placement.shares_offered == 1_000_000


def test_a_placement_is_led_through_its_life_by_the_links_on_its_page(
    admin: Client, agreement: Agreement
) -> None:
    placement = PlacementFactory(agreement=agreement)
    approved(ask_proposal(placement, by=placement.status_by))

    for verb, reached in [
        ("propose", "proposed"),
        ("accept", "accepted"),
        ("suspend", "suspended"),
        ("resume", "accepted"),
        ("close", "closed"),
    ]:
        move = address("placement_move", placement.pk, verb)
        assert move in admin.get(address("placement_change", placement.pk)).content.decode()
        admin.post(move, {"on": "2001-11-13", "note": f"{verb} by letter"})
        placement.refresh_from_db()
        assert (placement.status, placement.status_note) == (reached, f"{verb} by letter")

    assert "/move/" not in admin.get(address("placement_change", placement.pk)).content.decode()


def test_the_approval_of_a_draft_is_asked_for_on_its_page(
    admin: Client, chief: User, agreement: Agreement
) -> None:
    draft = PlacementFactory(agreement=agreement)
    ask, page = address("placement_ask", draft.pk), address("placement_change", draft.pk)
    assert ask in admin.get(page).content.decode()

    response: Any = admin.post(ask)

    request = Approval.objects.get()
    assert (request.kind, request.subject, request.asked_by) == ("proposal", draft.pk, chief)
    assert told(admin, response.url) == [
        "Placement 1 of the Sales Agreement is awaiting a CFO's decision."
    ]
    assert ask not in admin.get(page).content.decode()
    assert sentences(admin.post(ask)) == {
        "": [f"{request} by chief is already awaiting a CFO's decision: {request.what}."]
    }
    assert Approval.objects.count() == 1


def test_the_approval_of_chosen_drafts_is_asked_for_each_on_its_own(
    admin: Client, agreement: Agreement
) -> None:
    draft = PlacementFactory(agreement=agreement)
    accepted = PlacementFactory(agreement=agreement, accepted=True)
    earlier = Approval.objects.get()
    form = {"action": "ask_chosen", "_selected_action": [accepted.pk, draft.pk]}

    response: Any = admin.post(address("placement_changelist"), form)

    request = Approval.objects.exclude(pk=earlier.pk).get()
    assert request.subject == draft.pk
    assert told(admin, response.url) == [
        f"{request} is awaiting a CFO's decision: {request.what}.",
        "Placement 2 is accepted, no draft any more.",
    ]


def test_a_move_that_breaks_a_rule_is_refused(admin: Client, agreement: Agreement) -> None:
    placement = PlacementFactory(agreement=agreement, accepted=True)
    sell(placement, trade_date=date(2001, 11, 9))
    close, accept = (address("placement_move", placement.pk, verb) for verb in ("close", "accept"))

    assert sentences(admin.post(close, {"on": "2001-11-08"})) == {
        "on": [
            "Placement 1 cannot be closed on Nov 8, 2001: shares were sold under it on Nov 9, 2001."
        ]
    }
    assert sentences(admin.post(accept, {"on": "2001-11-13"})) == {
        "": ["Placement 1 is accepted: it cannot be accepted."]
    }
    assert status(placement) == "accepted"


def test_moves_that_do_not_exist_are_not_found(admin: Client, agreement: Agreement) -> None:
    placement = PlacementFactory(agreement=agreement)

    assert admin.get(address("placement_move", placement.pk, "burn")).status_code == 404
    assert admin.get(address("placement_move", 404, "close")).status_code == 404


def test_chosen_placements_are_moved_each_on_its_own(admin: Client, agreement: Agreement) -> None:
    ready = PlacementFactory(agreement=agreement, proposed=True)
    too_large = PlacementFactory(agreement=agreement, proposed=True, shares_offered=9_000_000)
    form = {"action": "accept_chosen", "_selected_action": [ready.pk, too_large.pk]}

    response: Any = admin.post(address("placement_changelist"), form)

    assert (status(ready), status(too_large)) == ("accepted", "proposed")
    assert told(admin, response.url) == [
        "Placement 1 of the Sales Agreement is now accepted.",
        (
            "Placement 2 needs $36,000,000.00 (9,000,000 shares at $4.0000), more than the "
            "$21,000,000.00 that the Sales Agreement has free of $25,000,000.00 (p. S-11)."
        ),
    ]


def test_revising_and_moving_need_their_own_permissions(agreement: Agreement, reader: User) -> None:
    draft = PlacementFactory(agreement=agreement)
    client = Client()
    client.force_login(reader)
    change, move = (
        address("placement_change", draft.pk),
        address("placement_move", draft.pk, "propose"),
    )
    terms = {"shares_offered": "2", "minimum_price": "4.00"}

    assert client.post(move, {"on": "2001-11-13"}).status_code == 403
    assert client.post(change, terms).status_code == 403
    assert "/move/" not in client.get(change).content.decode()
    form = {"action": "propose_chosen", "_selected_action": draft.pk}
    client.post(address("placement_changelist"), form)
    assert status(draft) == "draft"

    reader.user_permissions.add(Permission.objects.get(codename="add_placement"))
    assert client.post(change, terms).status_code == 302
    assert client.post(move, {"on": "2001-11-13"}).status_code == 403

    approved(ask_proposal(draft, by=reader))
    reader.user_permissions.add(Permission.objects.get(codename="change_placement"))
    assert client.post(move, {"on": "2001-11-13"}).status_code == 302
    assert status(draft) == "proposed"


def test_history_reads_from_what_to_what(admin: Client, chief: User, agreement: Agreement) -> None:
    placement = PlacementFactory(agreement=agreement, by=chief)
    approved(ask_proposal(placement, by=chief))
    admin.post(address("placement_move", placement.pk, "propose"), {"on": "2001-11-13"})

    proposed, drafted = admin.get(address("placement_history", placement.pk)).context["entries"]

    assert (proposed.who, proposed.through) == ("chief", "Changed the status of a placement")
    assert ("status", "draft", "proposed") in proposed.changes
    assert ("proposed on", "nothing", "2001-11-13") in proposed.changes
    assert ("minimum price", None, "$4.0000") in drafted.changes
    assert ("status by", None, "chief") in drafted.changes


def test_history_names_the_act_that_a_person_started_not_the_steps_within_it(
    admin: Client, chief: User, agreement: Agreement
) -> None:
    @action(needs="placements.add_placement", told="Made an offer")
    def offer(*, by: User) -> Placement:
        draft = draft_placement(
            agreement, shares_offered=1, minimum_price=Decimal("4.00"), on=TODAY, by=by
        )
        return move_placement(draft, "withdraw", on=TODAY, by=by, today=TODAY)

    placement = offer(by=chief)

    entries = admin.get(address("placement_history", placement.pk)).context["entries"]
    assert [entry.through for entry in entries] == ["Made an offer", "Made an offer"]
