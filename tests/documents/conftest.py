"""Records that documents prove, and two people: one who may attach, one who may read."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Delivery, Placement, Sale
from tests.clients import logged_in
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placement(db: None) -> Placement:
    """Placement 1, which the treasurer entered, as the test finds it."""
    made: Placement = PlacementFactory(accepted=True, by=UserFactory(username="treasurer"))
    return made


@built_once
def treasurer(placement: Placement) -> User:
    return placement.status_by


@built_once
def sale(placement: Placement, treasurer: User) -> Sale:
    """Sale 1 of November 1, 2001, not yet delivered."""
    return sell(placement, trade_date=date(2001, 11, 1), by=treasurer)


@built_once
def delivery(sale: Sale, treasurer: User) -> Delivery:
    day = date(2001, 11, 6)
    return deliver([sale], delivered_on=day, by=treasurer, today=TODAY)[0]


@built_once
def writer(treasurer: User) -> Client:
    """The treasurer's browser."""
    return logged_in(treasurer)


@built_once
def reader(db: None) -> Client:
    """The browser of somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))
