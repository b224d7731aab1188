"""People who close and approve, and the day on which they do."""

from copy import deepcopy

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.people.models import User
from placements.models import Placement
from tests.factories import PlacementFactory, UserFactory, sell
from tests.periods.closings import CLOSED_ON, anna, carl


@pytest.fixture
def in_january(settings: Settings) -> None:
    """The product's day is 12 January 2002."""
    settings.NEOEQUITY_TODAY = CLOSED_ON


@pytest.fixture
def sold(built: Placement, db: None) -> Placement:
    """The placement, as the test finds it."""
    return deepcopy(built)


@pytest.fixture(scope="module")
def built(for_the_module: None) -> Placement:
    """An accepted placement with sale 1 of 9 November 2001, undelivered."""
    accepted: Placement = PlacementFactory(accepted=True, shares_offered=100_000)
    sell(accepted)
    return accepted


def _logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def controller(in_january: None, db: None) -> Client:
    """anna, who closes periods and asks for their reopening."""
    return _logged_in(anna())


@pytest.fixture
def approver(in_january: None, db: None) -> Client:
    """carl, the CFO."""
    return _logged_in(carl())


@pytest.fixture
def reader(in_january: None, db: None) -> Client:
    """Somebody who may read and nothing else."""
    return _logged_in(UserFactory(username="reader", group="Auditor"))
