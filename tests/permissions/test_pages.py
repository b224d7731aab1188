"""Every page × every role: who may open it, who may send to it, who is refused."""

import pytest

from tests.permissions.addresses import name_of, names
from tests.permissions.cells import wrong_cells
from tests.permissions.house import House
from tests.permissions.pages import FRAME, HEALTH, PAGES
from tests.permissions.people import ROLES, browser


def test_every_address_stands_in_the_table() -> None:
    outside = {name for name in names() if not name.startswith("admin:")}
    assert outside == {*PAGES, "None"}


@pytest.mark.parametrize("name", [*PAGES, *FRAME])
def test_every_row_of_the_table_names_its_address(name: str) -> None:
    assert name_of({**PAGES, **FRAME}[name].address) == name.partition(" ")[0]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_whom_the_table_says(house: House, role: str) -> None:
    pages = [*PAGES.values(), *FRAME.values(), *HEALTH.values()]
    assert wrong_cells(pages, role, browser(house.people, role), house) == []
