"""The example programme with its published sales, and people who ask for files of it."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.books.models import Issuer
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import TODAY, UserFactory
from tests.programmes import load_shipped
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def person(db: None) -> User:
    found: User = UserFactory(username="treasurer")
    return found


@built_once
def other(db: None) -> User:
    found: User = UserFactory(username="other", group="CFO")
    return found


@built_once
def published(person: User) -> Issuer:
    """The programme with its published sales."""
    return load_shipped(person, with_history=True)


@built_once
def browser(person: User) -> Client:
    """Where the person has signed in."""
    return logged_in(person)
