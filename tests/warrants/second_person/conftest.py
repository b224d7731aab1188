"""An office that has a second person approve warrants and splits, and two of its people."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.books.approvals.second_person import SECOND_PERSON
from neoequity.people.models import User
from placements.models import Placement
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.second_person import choose
from tests.warrants.factories import (
    ISSUED_BY,
    another_holder,
    issued_warrant,
    opened_warrant,
    sold_placement,
)
from tests.worlds import built_once
from warrants.models import Holder, Warrant


@built_once
def tina(db: None) -> User:
    """Of Treasury, and staff."""
    person: User = UserFactory(username="tina", is_staff=True)
    return person


@built_once
def carl(db: None) -> User:
    """A CFO."""
    person: User = UserFactory(username="carl", group="CFO")
    return person


@built_once
def warrant(tina: User) -> Warrant:
    """Warrant 1: 1,000 shares at $5.2000, issued to the agent on November 15, 2001."""
    return issued_warrant(by=tina)


@built_once
def agent(warrant: Warrant) -> Holder:
    """Who holds all of it."""
    return Holder.objects.get(category="agent")


@built_once
def officer(warrant: Warrant) -> Holder:
    """Of the agent, whom no clock keeps from taking a transfer."""
    return another_holder("agent_officer", slug="officer", name="A. Officer")


@built_once
def owed(warrant: Warrant, tina: User) -> Placement:
    """Placement 2, sold and settled: a warrant for 2,000 shares at $6.5000 is owed for it."""
    return sold_placement(warrant.agreement, 20_000, "5.00", by=tina)


@built_once
def series(warrant: Warrant, tina: User) -> Warrant:
    """Warrant 2, of Class B."""
    return opened_warrant(by=tina)


@pytest.fixture
def second_person(settings: Settings, db: None) -> None:
    """The office has a second person approve all that it may."""
    choose(settings, *SECOND_PERSON)


@pytest.fixture(autouse=True)
def _the_day(settings: Settings) -> date:
    settings.NEOEQUITY_TODAY = ISSUED_BY
    return ISSUED_BY


@pytest.fixture
def treasury(tina: User) -> Client:
    """Tina's browser."""
    return logged_in(tina)


@pytest.fixture
def cfo(carl: User) -> Client:
    """Carl's browser."""
    return logged_in(carl)


@pytest.fixture
def chief(db: None) -> Client:
    """The browser of a superuser, whom no permission stops."""
    return logged_in(User.objects.create_superuser("chief"))
