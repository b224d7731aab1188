"""Sales of two placements, and people who save views of their list. Their day is Nov 13, 2001."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def tess(db: None) -> User:
    """Treasury's clerk, who recorded two sales, of 100 and of 900 shares."""
    person: User = UserFactory(username="tess", group="Treasury")
    first = PlacementFactory(accepted=True)
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True)
    sell(first, shares=100, by=person)
    sell(other, shares=900, method="nasdaq", by=person)
    return person


@built_once
def cora(tess: User) -> User:
    """The CFO, who reads the same lists."""
    person: User = UserFactory(username="cora", group="CFO")
    return person


@pytest.fixture
def client(tess: User) -> Client:
    """A browser in which tess has signed in."""
    return logged_in(tess)
