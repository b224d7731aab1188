"""Every kind of row in the admin × every role: list, add, change, delete, history and acts."""

import pytest
from django.contrib import admin
from django.test import Client

from tests.permissions.addresses import name_of, names
from tests.permissions.admin import ADMIN, pages_of
from tests.permissions.cells import wrong_cells
from tests.permissions.house import House
from tests.permissions.pages import FRAME
from tests.permissions.people import AUDITOR, ROLES, TREASURY, browser

#: Never reached: the house's own addresses stand before them.
_COVERED = {"admin:login", "admin:password_change"}


def test_every_kind_of_row_stands_in_the_table() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN)


def test_every_address_of_the_admin_stands_in_the_table() -> None:
    pages = [*FRAME.values(), *(page for kind in ADMIN for page in pages_of(kind))]
    told = {name_of(page.address) for page in pages} - {"None"}
    assert {name for name in names() if name.startswith("admin:")} == told | _COVERED


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_admin_opens_for_whom_the_table_says(house: House, role: str) -> None:
    pages = [page for kind in ADMIN for page in pages_of(kind)]
    assert wrong_cells(pages, role, browser(house.people, role), house) == []


@pytest.mark.parametrize("role", [TREASURY, AUDITOR])
def test_accounts_are_linked_for_those_alone_who_may_open_them(house: House, role: str) -> None:
    client = browser(house.people, role)
    pages = [_page_of_row(client, kind, house) for kind in ADMIN if kind != "people.user"]
    assert any("/admin/people/user/" in page for page in pages) is (role == AUDITOR)


def _page_of_row(client: Client, kind: str, house: House) -> str:
    key = house.keys[kind.partition(".")[2]]
    page = client.get(f"/admin/{kind.replace('.', '/')}/{key}/change/")
    assert page.status_code == 200
    return page.content.decode()
