"""The pages on which a view is saved, changed and removed."""

import pytest
from django.test import Client

from neoequity.people.models import User
from neoequity.saved.models import SavedView
from tests.clients import logged_in
from tests.pages.plain_text import words
from tests.worlds import built_once


@built_once
def view(tess: User) -> SavedView:
    return SavedView.objects.create(
        owner=tess, address="/sales/", name="Overdue", query="status=overdue", shared=True
    )


def test_what_is_wrong_is_said_beside_the_form_and_what_was_typed_stays(client: Client) -> None:
    sent = {"address": "/sales/", "query": "status=overdue", "day": "2001-11-13", "shared": "on"}
    response = client.post("/views/save/", sent)
    assert response.status_code == 422
    assert "Enter a name for the view." in words(response)
    page = response.content.decode()
    assert 'name="query" value="status=overdue"' in page
    assert 'name="shared" checked' in page


def test_a_view_of_no_list_is_refused_with_a_sentence(client: Client) -> None:
    response = client.post("/views/save/", {"address": "https://example.com/", "name": "Away"})
    assert response.status_code == 422
    assert "There is no list at this address" in words(response)


def test_a_view_is_renamed_and_no_longer_shared(client: Client, view: SavedView) -> None:
    response = client.post(view.edit_url, {"name": "Late", "day": "2001-11-13"})
    assert response.headers["Location"] == "/sales/?status=overdue"
    view.refresh_from_db()
    assert (view.name, view.shared, view.query) == ("Late", False, "status=overdue")


def test_a_view_is_changed_to_what_its_list_shows(client: Client, view: SavedView) -> None:
    page = client.get(f"{view.edit_url}?query=status%3Dsettled&day=2001-11-09").content.decode()
    assert "Update to the current filters, order and columns" in page
    assert "Always show as of Nov 9, 2001" in page
    sent = {"name": "Settled", "query": "status=settled", "day": "2001-11-09", "present": "on"}
    client.post(view.edit_url, {**sent, "keep_day": "on"})
    view.refresh_from_db()
    assert view.query == "status=settled&as_of=2001-11-09"


def test_the_page_of_a_view_says_what_it_shows(client: Client, view: SavedView) -> None:
    assert "Status: overdue." in words(client.get(view.edit_url))


def test_a_removed_view_is_gone_for_everyone(client: Client, view: SavedView, cora: User) -> None:
    assert "Overdue" in logged_in(cora).get("/sales/").content.decode()
    assert client.post(f"{view.edit_url}remove/").headers["Location"] == "/sales/"
    assert ">Overdue<" not in logged_in(cora).get("/sales/").content.decode()


@pytest.mark.parametrize("ending", ["", "remove/"])
def test_nobody_comes_to_the_form_of_anothers_view(
    view: SavedView, cora: User, ending: str
) -> None:
    assert logged_in(cora).post(f"{view.edit_url}{ending}").status_code == 403


def test_all_of_ones_own_views_stand_on_one_page(
    client: Client, view: SavedView, cora: User
) -> None:
    SavedView.objects.create(owner=cora, address="/sales/", name="Hers", shared=True)
    said = words(client.get("/views/"))
    assert "Overdue Sales Status: overdue Everyone with access to the list" in said
    assert "Hers" not in said


def test_who_has_saved_nothing_is_led_to_a_list(client: Client, tess: User) -> None:
    assert "You have not saved a view yet. See sales" in words(client.get("/views/"))
