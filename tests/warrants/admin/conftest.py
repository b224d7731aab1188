"""The people of the admin, and a warrant for 1,000 shares at $5.2000, issued November 15, 2001."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from tests.admin.conftest import admin, chief, reader
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.warrants.admin.typed import address, typed
from tests.warrants.factories import ISSUED_BY, HolderFactory, issued_warrant, last_entry
from tests.worlds import built_once
from warrants.models import Entry, Holder, Warrant

__all__ = ["admin", "chief", "reader"]


@pytest.fixture(autouse=True)
def today(settings: Settings) -> date:
    """November 30, 2001; `later` is another day."""
    settings.NEOEQUITY_TODAY = ISSUED_BY
    return ISSUED_BY


@pytest.fixture
def later(settings: Settings, today: date) -> date:
    """December 2, 2002: every clock has run but the last."""
    settings.NEOEQUITY_TODAY = date(2002, 12, 2)
    return date(2002, 12, 2)


@built_once
def clerk() -> Client:
    """Staff who may issue warrants and enter nothing else."""
    permissions = ["add_warrant", "view_warrant", "view_entry"]
    return logged_in(UserFactory(username="clerk", is_staff=True, permissions=permissions))


@built_once
def warrant(db: None) -> Warrant:
    """The agent's, of one placement of 10,000 shares at $4.00."""
    return issued_warrant()


@built_once
def agent(warrant: Warrant) -> Holder:
    """Who has all of it."""
    holder: Holder = HolderFactory()
    return holder


@pytest.fixture
def exercised(admin: Client, warrant: Warrant, agent: Holder) -> Entry:
    """400 shares exercised for cash."""
    admin.post(address("warrant_exercise", warrant.pk), typed(agent))
    return last_entry(warrant)
