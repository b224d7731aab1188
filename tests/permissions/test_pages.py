"""Every page × every role: who may open it, who may send to it, who is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, resolve

from tests.permissions.cells import wrong_cells
from tests.permissions.house import House
from tests.permissions.pages import FRAME, PAGES
from tests.permissions.people import ROLES, browser


def _names(found: Any, space: str = "") -> Iterator[str]:
    for each in found.url_patterns:
        if isinstance(each, URLResolver):
            yield from _names(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}"


def test_every_address_stands_in_the_table() -> None:
    outside = {name for name in _names(get_resolver()) if not name.startswith("admin:")}
    assert outside == {*PAGES, "None"}


@pytest.mark.parametrize("name", [*PAGES, *FRAME])
def test_every_row_of_the_table_names_its_address(name: str) -> None:
    path = ({**PAGES, **FRAME})[name].address.partition("?")[0]
    for kind in ("approval", "closing", "attachment", "entryattachment", "callnotice"):
        path = path.replace(f"{{{kind}}}", "1")
    assert resolve(path).view_name == name.partition(" ")[0]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_whom_the_table_says(house: House, role: str) -> None:
    pages = [*PAGES.values(), *FRAME.values()]
    assert wrong_cells(pages, role, browser(house.people, role), house) == []
