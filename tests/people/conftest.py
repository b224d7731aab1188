"""People at the door: the CFO, an Administrator and an Auditor, each with a password."""

from datetime import date

import pytest
from django.test import Client

from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.people.doors import PASSWORD


@pytest.fixture
def cfo(db: None) -> User:
    """In the group CFO."""
    person: User = UserFactory(username="anna", group="CFO", password=PASSWORD)
    return person


@pytest.fixture
def administrator(db: None) -> User:
    """In the group Administrator."""
    person: User = UserFactory(username="keeper", group="Administrator", password=PASSWORD)
    return person


@pytest.fixture
def auditor(db: None) -> User:
    """In the group Auditor, until the last day of 2099."""
    last_day = date(2099, 12, 31)
    person: User = UserFactory(
        username="auditor", group="Auditor", password=PASSWORD, expires_on=last_day
    )
    return person


@pytest.fixture
def office(administrator: User) -> Client:
    """The Administrator's browser."""
    return logged_in(administrator)
