"""Warrants are issued in the admin by the action, then kept."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.people.models import User
from placements.models import Placement
from tests.admin.typed import sentences
from tests.books import nothing_changes
from tests.warrants.admin.typed import address
from tests.warrants.factories import issued_warrant, sold_placement, warrant_agreement
from warrants.models import Warrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def warrant() -> Warrant:
    """Issued for the test alone: the other tests here issue their own."""
    return issued_warrant()


def form_for(placement: Placement) -> dict[str, Any]:
    """What is typed to issue the warrant of a placement."""
    return {"agreement": placement.agreement_id, "placement": placement.pk}


def test_what_is_owed_is_issued(admin: Client, chief: User) -> None:
    placement = sold_placement()

    response: Any = admin.post(address("warrant_add"), form_for(placement))

    warrant = Warrant.objects.get()
    assert response.url == address("warrant_changelist")
    assert (warrant.shares, warrant.exercise_price) == (1000, Decimal("5.20"))
    assert (warrant.outstanding, warrant.expires_on) == (1000, date(2006, 11, 15))
    assert (warrant.placement, warrant.entries.get().recorded_by) == (placement, chief)


def test_a_pooled_programme_is_chosen_by_choosing_no_placement(admin: Client) -> None:
    placement = sold_placement(warrant_agreement(warrant_pooled=True))

    admin.post(address("warrant_add"), {"agreement": placement.agreement_id})

    assert Warrant.objects.get().placement is None


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            {"delivered": False},
            (
                "1 sale is not settled under placement 1: its warrant is issued once all are "
                "(p. S-11)."
            ),
        ),
        ({}, "No further warrant is owed for placement 1 (p. S-11)."),
    ],
)
def test_what_is_not_owed_is_refused_in_the_words_of_the_action(
    admin: Client, made: dict[str, Any], sentence: str
) -> None:
    placement = sold_placement(**made)
    if not made:
        admin.post(address("warrant_add"), form_for(placement))

    with nothing_changes():
        response = admin.post(address("warrant_add"), form_for(placement))

    assert sentences(response) == {"": [sentence]}


def test_for_what_to_issue_must_be_said(admin: Client) -> None:
    assert sentences(admin.post(address("warrant_add"), {})) == {
        "agreement": ["Agreement is missing."]
    }
    placement = sold_placement()
    response = admin.post(address("warrant_add"), {"agreement": placement.agreement_id})
    assert sentences(response) == {
        "": [
            (
                "The Sales Agreement gives a warrant for each placement: none is issued for the "
                "programme."
            )
        ]
    }


def test_a_placement_of_another_agreement_is_refused(admin: Client) -> None:
    placement, other = sold_placement(), warrant_agreement(other=True)
    with nothing_changes():
        form = {"agreement": other.pk, "placement": placement.pk}
        response = admin.post(address("warrant_add"), form)
    assert sentences(response) == {"placement": ["Placement 1 is not one of the Other Agreement."]}


def test_an_issued_warrant_shows_its_figures_clocks_and_register(
    admin: Client, warrant: Warrant
) -> None:
    page = admin.get(address("warrant_change", warrant.pk)).content.decode()

    for shown in ("1,000", "$5.2000", "Nov 15, 2002", "Nov 15, 2006", "Cantor Fitzgerald"):
        assert shown in page, shown
    assert 'name="shares"' not in page
    assert address("entry_change", warrant.entries.get().pk) in page


def test_an_issued_warrant_is_changed_and_deleted_by_nobody(
    admin: Client, warrant: Warrant
) -> None:
    with nothing_changes():
        changed = admin.post(address("warrant_change", warrant.pk), {"shares": 5})
        deleted = admin.post(address("warrant_delete", warrant.pk), {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": warrant.pk, "post": "yes"}
        admin.post(address("warrant_changelist"), chosen)

    assert (changed.status_code, deleted.status_code) == (403, 403)


def test_a_reader_sees_warrants_and_issues_none(reader: User, warrant: Warrant) -> None:
    client = Client()
    client.force_login(reader)

    assert client.get(address("warrant_change", warrant.pk)).status_code == 200
    assert client.post(address("warrant_add"), {}).status_code == 403
