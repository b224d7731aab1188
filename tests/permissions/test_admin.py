"""Every kind of row in the admin × every role: list, add, change, delete, history and acts."""

import pytest

from tests.permissions.admin import ADMIN, pages_of
from tests.permissions.cells import wrong_cells
from tests.permissions.house import House
from tests.permissions.people import ROLES, browser


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_admin_opens_for_whom_the_table_says(house: House, role: str) -> None:
    pages = [page for kind in ADMIN for page in pages_of(kind)]
    assert wrong_cells(pages, role, browser(house.people, role), house) == []
