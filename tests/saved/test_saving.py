"""What a person may save of a list, and what is refused."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict

from neoequity.people.models import User
from neoequity.saved.actions import MOST, change_view, remove_view, save_view
from neoequity.saved.kept import Kept
from neoequity.saved.lists import ListOfRows, list_at
from neoequity.saved.models import SavedView
from tests.books import refused
from tests.factories import UserFactory


@pytest.fixture
def sales() -> ListOfRows:
    found = list_at("/sales/")
    assert found is not None
    return found


def kept(query: str) -> Kept:
    return Kept.read(QueryDict(query))


def saved(sales: ListOfRows, by: User, name: str = "Overdue", query: str = "") -> SavedView:
    return save_view(sales, kept(query), name=name, shared=False, by=by)


def test_a_view_keeps_filter_order_and_columns_and_never_the_page(
    sales: ListOfRows, tess: User
) -> None:
    view = saved(
        sales, tess, query="status=overdue&page=3&agreement=&sort=-shares&without=net&beneath=1"
    )
    assert view.get_absolute_url() == "/sales/?status=overdue&sort=-shares&without=net"


@pytest.mark.parametrize(
    "query",
    [
        "status=settled&status=overdue&agreement=",
        "status=overdue&status=settled&trade_from=+",
        "status=overdue&status=overdue&status=settled",
    ],
)
def test_addresses_that_ask_the_same_keep_the_same(query: str) -> None:
    assert kept(query).query() == "status=overdue&status=settled"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "sort=&without=",
        "agreement=sales-agreement&sort=-shares&sort=net&without=net%2Cprice&as_of=2001-11-09",
    ],
)
def test_what_is_kept_is_read_back_as_it_was(query: str) -> None:
    assert Kept.read(QueryDict(kept(query).query())) == kept(query)
    assert kept(query).query() == query


def test_what_is_kept_is_told_in_words(sales: ListOfRows) -> None:
    said = kept("method=nasdaq&trade_from=2001-11-01&sort=-shares&without=net&as_of=2001-11-09")
    assert said.in_words(sales.fields) == (
        "Method: nasdaq; Traded from: Nov 1, 2001; sorted by shares, descending; without net; "
        "as of Nov 9, 2001"
    )


def test_the_day_is_read_only_where_it_is_one() -> None:
    assert kept("as_of=2001-11-09").day == date(2001, 11, 9)
    assert kept("as_of=yesterday").day is None


def test_a_name_is_used_once_a_person_and_list(sales: ListOfRows, tess: User, cora: User) -> None:
    saved(sales, tess)
    with refused("You already have a view “OVERDUE” of Sales."):
        saved(sales, tess, name=" OVERDUE ")
    saved(sales, cora)
    placements = list_at("/placements/")
    assert placements is not None
    saved(placements, tess)
    assert SavedView.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "Enter a name for the view."),
        ("x" * 61, "A view’s name has at most 60 characters."),
    ],
)
def test_a_view_has_a_name(sales: ListOfRows, tess: User, name: str, sentence: str) -> None:
    with refused(sentence):
        saved(sales, tess, name=name)


def test_a_query_that_nobody_chose_on_a_page_is_refused(sales: ListOfRows, tess: User) -> None:
    with refused("This filter is too long to be saved: choose fewer values."):
        saved(sales, tess, query="&".join(f"status={number:04}" for number in range(200)))


def test_a_person_keeps_so_many_views(sales: ListOfRows, tess: User) -> None:
    for number in range(MOST):
        saved(sales, tess, name=f"View {number}")
    with refused("You have saved 50 views, the most allowed: remove a view first."):
        saved(sales, tess, name="One more")


def test_a_list_that_is_not_open_to_a_person_has_no_view_of_theirs(
    sales: ListOfRows, db: None
) -> None:
    with refused("You do not have access to the list Sales."):
        saved(sales, UserFactory(username="ada", group="Administrator"))


def test_a_view_of_a_list_that_has_closed_to_its_owner_is_not_changed(
    sales: ListOfRows, tess: User
) -> None:
    view = saved(sales, tess)
    tess.groups.set([Group.objects.get(name="Administrator")])
    owner = User.objects.get(pk=tess.pk)
    with refused("You do not have access to the list Sales."):
        change_view(view, sales, kept(""), name="Mine", shared=True, by=owner)


def test_a_view_is_changed_and_removed_by_its_owner(sales: ListOfRows, tess: User) -> None:
    view = saved(sales, tess, query="status=overdue")
    change_view(view, sales, kept("status=settled"), name="Settled", shared=True, by=tess)
    view.refresh_from_db()
    assert (view.name, view.query, view.shared) == ("Settled", "status=settled", True)
    remove_view(view, by=tess)
    assert not SavedView.objects.exists()


def test_nobody_changes_or_removes_the_view_of_another(
    sales: ListOfRows, tess: User, cora: User
) -> None:
    view = saved(sales, tess)
    with refused("“Overdue” belongs to tess: save a view of your own."):
        change_view(view, sales, kept(""), name="Mine", shared=True, by=cora)
    with refused("“Overdue” belongs to tess: save a view of your own."):
        remove_view(view, by=cora)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/sales/", "Sales"),
        ("/placements/", "Placements"),
        ("/warrants/", "Warrants"),
        ("/history/", "History"),
        ("/people/", "People"),
        ("/people/logins/", "Sign-in log"),
        ("/records/claim/", "Expense claims"),
    ],
)
def test_views_are_saved_of_every_list(address: str, title: str) -> None:
    found = list_at(address)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "address",
    ["/", "", "/records/none/", "/sales/new/", "//example.com/sales/", "https://example.com/"],
)
def test_no_other_address_is_a_list(address: str) -> None:
    assert list_at(address) is None
