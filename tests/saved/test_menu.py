"""The menu of views on a list: what stands in it, for whom, and what opening one shows."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.people.models import User
from neoequity.saved.models import SavedView
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.kinds.cases import all_cases

_SALES = "/sales/?method=nasdaq&sort=-shares"


def view(owner: User, name: str, query: str = "", address: str = "/sales/", **more: bool) -> str:
    row = SavedView.objects.create(owner=owner, name=name, query=query, address=address, **more)
    return row.get_absolute_url()


def menu(client: Client, address: str) -> str:
    """The text of the menu on this page."""
    page = client.get(address).content.decode()
    found = re.search(r'<div class="list-views.*?</details>.*?</div>', page, re.DOTALL)
    return "" if found is None else " ".join(re.sub(r"<[^>]+>", " ", unescape(found[0])).split())


def fields(client: Client, address: str) -> dict[str, str]:
    """What the form in the menu would send."""
    page = client.get(address).content.decode()
    names = ("address", "query", "day")
    found = {name: re.search(rf'name="{name}"(?: value="([^"]*)")?', page) for name in names}
    return {name: unescape(each[1] or "") for name, each in found.items() if each}


def shares(client: Client, address: str) -> list[str]:
    return re.findall(r'data-label="Shares"[^>]*>([0-9,]+)<', client.get(address).content.decode())


def test_a_saved_view_opens_the_list_as_it_was_saved(client: Client, tess: User) -> None:
    client.cookies["table_sale"] = "~net"
    sent = {**fields(client, _SALES), "name": "On Nasdaq"}
    opened = client.post("/views/save/", sent)
    saved = SavedView.objects.get()
    assert opened.headers["Location"] == saved.get_absolute_url()
    assert saved.query == "method=nasdaq&sort=-shares&without=net"
    del client.cookies["table_sale"]
    assert shares(client, saved.get_absolute_url())[:1] == ["900"]
    page = client.get(saved.get_absolute_url()).content.decode()
    assert 'data-label="Net"' not in page
    assert "/exports/sales.xlsx?method=nasdaq&amp;as_of=2001-11-13" in page


def test_what_a_view_says_goes_before_what_the_browser_remembers(
    client: Client, tess: User
) -> None:
    client.cookies["table_sale"] = "-shares~net,price"
    address = view(tess, "Plain", "sort=&without=")
    page = client.get(address).content.decode()
    assert shares(client, address)[:2] == shares(logged_in(tess), "/sales/")[:2]
    assert 'data-label="Net"' in page


def test_the_view_in_use_is_marked(client: Client, tess: User) -> None:
    view(tess, "On Nasdaq", "method=nasdaq")
    assert menu(client, "/sales/?method=nasdaq&agreement=").startswith("View: On Nasdaq")
    assert menu(client, "/sales/?method=nasdaq&page=1&status=").startswith("View: On Nasdaq")
    assert menu(client, "/sales/").startswith("Views Your views On Nasdaq")


def test_a_view_without_a_day_stays_on_the_day_of_the_page(client: Client, tess: User) -> None:
    view(tess, "On Nasdaq", "method=nasdaq")
    view(tess, "Of October", "as_of=2001-10-31")
    page = client.get("/sales/?as_of=2001-11-09&method=nasdaq").content.decode()
    assert 'href="/sales/?method=nasdaq&amp;as_of=2001-11-09" aria-current="true"' in page
    assert 'href="/sales/?as_of=2001-10-31">Of October' in page


def test_the_day_is_kept_only_if_asked_for(client: Client) -> None:
    sent = fields(client, "/sales/?as_of=2001-11-09")
    client.post("/views/save/", {**sent, "name": "Of the day"})
    client.post("/views/save/", {**sent, "name": "Of November 9", "keep_day": "on"})
    kept = dict(SavedView.objects.values_list("name", "query"))
    assert kept == {
        "Of the day": "sort=-trade_date&without=",
        "Of November 9": "sort=-trade_date&without=&as_of=2001-11-09",
    }


def test_a_list_that_has_no_day_offers_none_to_keep(db: None) -> None:
    administrator = logged_in(UserFactory(username="ada", group="Administrator"))
    assert "Always show as of" not in menu(administrator, "/people/")


def test_each_kind_of_record_remembers_columns_of_its_own(client: Client, tess: User) -> None:
    for cases in all_cases():
        cases.row(tess)
    client.cookies["table_records_filing"] = "~page"
    assert 'data-label="Page"' not in client.get("/records/filing/").content.decode()
    assert 'data-label="Page"' in client.get("/records/expense/").content.decode()


def test_a_shared_view_says_whose_it_is_and_an_own_one_stays_private(
    client: Client, cora: User
) -> None:
    view(cora, "For the board", "method=nasdaq", shared=True)
    view(cora, "Only mine")
    said = menu(client, "/sales/")
    assert "Shared with you For the board by cora" in said
    assert "Only mine" not in said


def test_without_the_right_to_a_list_there_are_no_views_of_it(cora: User) -> None:
    view(cora, "Sign-ins", address="/people/logins/", shared=True)
    view(cora, "For the board", shared=True)
    administrator = logged_in(UserFactory(username="ada", group="Administrator"))
    assert "Sign-ins by cora" in menu(administrator, "/people/logins/")
    assert administrator.get("/sales/").status_code == 403
    assert logged_in(cora).get("/people/logins/").status_code == 403
    assert "Sign-ins" not in logged_in(cora).get("/views/").content.decode()


def test_a_filter_that_no_longer_exists_is_left_out_with_a_sentence(
    client: Client, tess: User
) -> None:
    view(tess, "By desk", "desk=london&method=nasdaq")
    said = menu(client, "/sales/?method=nasdaq")
    assert (
        "View “By desk” also filtered by desk, which this list no longer has; "
        "the view is shown without that part." in said
    )
    assert 'href="/sales/?method=nasdaq"' in client.get("/sales/").content.decode()


@pytest.mark.parametrize("address", ["/sales/", "/placements/", "/warrants/", "/history/"])
def test_a_list_asks_once_for_any_number_of_views(
    client: Client, tess: User, cora: User, address: str
) -> None:
    view(tess, "First", address=address)
    few = queries(client, address)
    for number in range(20):
        view(cora, f"Shared {number}", "method=nasdaq", address, shared=True)
    asked = queries(client, address)
    assert len(asked) == len(few)
    assert len([sql for sql in asked if "saved_savedview" in sql]) == 1


def queries(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]
