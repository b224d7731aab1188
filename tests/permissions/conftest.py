"""The books that the table looks at, built once a module."""

from copy import deepcopy

import pytest
from django.test import override_settings

from tests.permissions.house import TODAY, House


@pytest.fixture(scope="module")
def built(for_the_module: None) -> House:
    with override_settings(NEOEQUITY_TODAY=TODAY):
        return House()


@pytest.fixture
def house(built: House, db: None) -> House:
    """The books, as the test finds them."""
    return deepcopy(built)
