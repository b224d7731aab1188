"""People who close and approve, and the day on which they do."""

import pytest
from django.test import Client
from pytest_django import Settings

from placements.models import Placement
from tests.clients import logged_in
from tests.factories import PlacementFactory, UserFactory, sell
from tests.periods.closings import CLOSED_ON, anna, carl
from tests.worlds import built_once


@pytest.fixture
def in_january(settings: Settings) -> None:
    """The product's day is January 12, 2002."""
    settings.NEOEQUITY_TODAY = CLOSED_ON


@built_once
def sold(db: None) -> Placement:
    """An accepted placement with sale 1 of November 9, 2001, undelivered."""
    accepted: Placement = PlacementFactory(accepted=True, shares_offered=100_000)
    sell(accepted)
    return accepted


@pytest.fixture
def controller(in_january: None, db: None) -> Client:
    """anna, who closes periods and asks for their reopening."""
    return logged_in(anna())


@pytest.fixture
def approver(in_january: None, db: None) -> Client:
    """carl, the CFO."""
    return logged_in(carl())


@pytest.fixture
def reader(in_january: None, db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))
