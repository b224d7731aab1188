"""What the database refuses of saved views."""

import pytest

from neoequity.people.models import User
from neoequity.saved.models import SavedView
from tests.constraints.rows import columns_of, insert, refused_by_database
from tests.worlds import built_once


@built_once
def view(tess: User) -> SavedView:
    return SavedView.objects.create(owner=tess, address="/sales/", name="Overdue", shared=True)


def test_a_person_names_a_view_of_a_list_once(view: SavedView) -> None:
    with refused_by_database("a_person_names_a_view_of_a_list_once"):
        insert(SavedView, columns_of(view, name="OVERDUE"))


@pytest.mark.parametrize("changed", [{"name": ""}, {"address": ""}, {"address": "http://x/"}])
def test_a_view_has_a_name_and_a_list(view: SavedView, changed: dict[str, str]) -> None:
    with refused_by_database("a_view_has_a_name_and_a_list"):
        insert(SavedView, columns_of(view, **{"name": "Other", **changed}))
