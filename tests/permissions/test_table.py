"""How large the table is: the README says the number."""

import re

from django.conf import settings

from tests.permissions.actions import ACTIONS
from tests.permissions.admin import ADMIN, pages_of
from tests.permissions.cells import METHODS
from tests.permissions.exports import EXPORTS
from tests.permissions.pages import FRAME, HEALTH, PAGES
from tests.permissions.people import ROLES


def test_the_readme_counts_the_cells() -> None:
    in_admin = sum(1 for kind in ADMIN for _ in pages_of(kind))
    pages = len(PAGES) + len(FRAME) + len(HEALTH) + in_admin + len(EXPORTS)
    by_command = len(EXPORTS)  # no role: whoever has the machine
    cells = (pages * len(METHODS) + len(ACTIONS)) * len(ROLES) + by_command
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"The permission table: ([\d,]+) cells", readme) == [f"{cells:,}"]
