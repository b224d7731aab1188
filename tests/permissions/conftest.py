"""The books that the table looks at, built once a module."""

from django.test import override_settings

from tests.permissions.house import TODAY, House
from tests.worlds import built_once


@built_once
def house(db: None) -> House:
    """The books, as the test finds them."""
    with override_settings(NEOEQUITY_TODAY=TODAY):
        return House()
