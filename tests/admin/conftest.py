"""The three people of the admin: one who may do everything, one who may read, one of the public."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import Settings

from neoequity.people.models import User
from placements.models import Placement
from tests.clients import logged_in
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def today(settings: Settings) -> date:
    """The example's day."""
    settings.NEOEQUITY_TODAY = TODAY
    return TODAY


@built_once
def chief() -> User:
    """A superuser, whom no permission stops."""
    return User.objects.create_superuser("chief")


@built_once
def reader() -> User:
    """Staff who may look at everything."""
    person: User = UserFactory(username="reader", is_staff=True, group="Auditor")
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return person


@built_once
def admin(chief: User) -> Client:
    """The chief's browser."""
    return logged_in(chief)


@built_once
def placement() -> Placement:
    """One million shares from $4.00, accepted on October 1, 2001 under the Sales Agreement."""
    accepted: Placement = PlacementFactory(agreement=AgreementFactory(), accepted=True)
    return accepted
