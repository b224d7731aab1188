"""The books that oddities are sent to, and who sends them."""

from collections.abc import Mapping

import pytest
from django.test import Client, override_settings
from pytest_django import Settings

from tests.odd_input.cells import Places, places
from tests.permissions.house import TODAY, House
from tests.permissions.people import ROLES, browser
from tests.worlds import built_once


@built_once
def house(db: None) -> House:
    """Books with a row of every kind, in which every address of the product leads somewhere."""
    with override_settings(NEOEQUITY_TODAY=TODAY):
        return House()


@built_once
def clients(house: House) -> Mapping[str, Client]:
    """A browser for each role."""
    return {role: browser(house.people, role) for role in ROLES}


@built_once
def found(house: House, clients: Mapping[str, Client]) -> Places:
    """Where an oddity can be put."""
    with override_settings(NEOEQUITY_TODAY=TODAY):
        return places(house, clients)


@pytest.fixture(autouse=True)
def _the_day_of_the_books(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY
