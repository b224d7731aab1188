"""People at the door: the CFO, an Administrator and an Auditor, each with a password."""

from datetime import date

from django.test import Client

from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.people.doors import PASSWORD
from tests.worlds import built_once


@built_once
def cfo(db: None) -> User:
    """In the group CFO."""
    person: User = UserFactory(username="anna", group="CFO", password=PASSWORD)
    return person


@built_once
def administrator(db: None) -> User:
    """In the group Administrator."""
    person: User = UserFactory(username="keeper", group="Administrator", password=PASSWORD)
    return person


@built_once
def auditor(db: None) -> User:
    """In the group Auditor, until the last day of 2099."""
    last_day = date(2099, 12, 31)
    person: User = UserFactory(
        username="auditor", group="Auditor", password=PASSWORD, expires_on=last_day
    )
    return person


@built_once
def office(administrator: User) -> Client:
    """The Administrator's browser."""
    return logged_in(administrator)
