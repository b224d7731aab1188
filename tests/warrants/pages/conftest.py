"""A stranger, a reader and a writer at the warrants' pages. Their day is Nov 30, 2001."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.clients import logged_in
from tests.factories import UserFactory
from tests.warrants.factories import ISSUED_BY, issued_warrant
from tests.worlds import built_once
from warrants.models import Warrant


@pytest.fixture(autouse=True)
def _the_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = ISSUED_BY


@pytest.fixture
def later(settings: Settings) -> date:
    """The clock moved on, past every clock but the last."""
    settings.NEOEQUITY_TODAY = date(2003, 1, 15)
    return date(2003, 1, 15)


@pytest.fixture
def stranger() -> Client:
    """Nobody has signed in."""
    return Client()


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))


@built_once
def writer(db: None) -> Client:
    """Somebody who may do everything the pages offer."""
    return logged_in(UserFactory(username="writer"))


@built_once
def warrant(db: None) -> Warrant:
    """The agent's, for 1,000 shares at $5.2000, as the test finds it."""
    return issued_warrant()
