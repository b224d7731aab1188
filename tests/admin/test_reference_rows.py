"""Issuers, shelves and exceptional days: entered, corrected, deleted, and all of it in history."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.db import IntegrityError
from django.test import Client

from neoequity.books.admin.base import GuardedAdmin
from neoequity.books.models import ExceptionalDay, MarketClosure
from neoequity.people.models import User
from placements.models import AgreementEvent, DayTotal, PlacementEvent, SaleAggregate, Shelf
from tests.admin.typed import address, told
from tests.factories import AgreementFactory, ShelfFactory

pytestmark = pytest.mark.django_db

CLOSED = {"day": "2001-09-11", "is_settlement_day": "on", "source": "Exchange closed"}


def test_an_exceptional_day_is_entered_corrected_and_deleted_and_history_keeps_it_all(
    admin: Client,
) -> None:
    admin.post(address("exceptionalday_add"), CLOSED)
    day = ExceptionalDay.objects.get()
    assert (day.day, day.is_trading_day, day.is_settlement_day) == (
        date(2001, 9, 11),
        False,
        True,
    )
    admin.post(address("exceptionalday_change", day.pk), CLOSED | {"source": "NYSE notice"})
    admin.post(address("exceptionalday_delete", day.pk), {"post": "yes"})
    assert not ExceptionalDay.objects.exists()

    history = admin.get(address("exceptionalday_history_of_all"))
    deleted, corrected, entered = history.context["entries"]

    assert deleted.what == "exceptional day “Sep 11, 2001” deleted"
    assert corrected.changes == [("source", "Exchange closed", "NYSE notice")]
    assert ("settlement day", None, "yes") in entered.changes
    assert {deleted.who, corrected.who, entered.who} == {"chief"}


def test_a_change_outside_the_product_is_in_history_as_such(admin: Client) -> None:
    shelf = ShelfFactory()
    Shelf.objects.update(page="p. 1")

    newest = admin.get(address("shelf_history", shelf.pk)).context["entries"][0]

    assert (newest.who, newest.through) == ("not known", "outside the product")
    assert newest.changes == [("page", "p. S-11", "p. 1")]


def test_a_day_is_typed_in_one_spelling(admin: Client) -> None:
    response = admin.post(address("exceptionalday_add"), CLOSED | {"day": "11.9.2001"})

    assert response.context["adminform"].form.errors == {
        "day": ["Day must be a day such as Nov 9, 2001."]
    }


def test_a_deletion_that_the_database_refuses_leads_back_with_its_sentence(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = ShelfFactory()

    def refuse(*_: object) -> None:
        raise IntegrityError("An agreement was just entered.")

    monkeypatch.setattr(GuardedAdmin, "delete_model", refuse)
    monkeypatch.setattr(GuardedAdmin, "delete_queryset", refuse)

    response: Any = admin.post(address("shelf_delete", shelf.pk), {"post": "yes"})
    assert told(admin, response.url) == ["An agreement was just entered."]
    chosen = {"action": "delete_selected", "_selected_action": shelf.pk, "post": "yes"}
    response = admin.post(address("shelf_changelist"), chosen)
    assert told(admin, response.url) == ["An agreement was just entered."]


def test_history_needs_the_right_to_see_the_row() -> None:
    shelf = ShelfFactory()
    stranger = User.objects.create_user("stranger", is_staff=True)
    client = Client()
    client.force_login(stranger)

    assert client.get(address("shelf_history", shelf.pk)).status_code == 403
    assert client.get(address("shelf_history_of_all")).status_code == 403


def test_history_of_a_row_that_never_was_is_not_found(admin: Client) -> None:
    assert admin.get(address("shelf_history", 404)).status_code == 404


def test_totals_and_events_have_no_page_of_their_own() -> None:
    for kept in (DayTotal, SaleAggregate, MarketClosure, AgreementEvent, PlacementEvent):
        assert not django_admin.site.is_registered(kept)


@pytest.mark.parametrize(
    "model", ["agreement", "placement", "sale", "delivery", "issuer", "shelf", "exceptionalday"]
)
def test_every_list_opens_and_every_new_form_too(admin: Client, model: str) -> None:
    AgreementFactory()

    assert admin.get(address(f"{model}_changelist")).status_code == 200
    assert admin.get(address(f"{model}_add")).status_code == 200
