"""The example programme with its published sales, and people who read its reports."""

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
def treasurer(db: None) -> User:
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def published(treasurer: User) -> Issuer:
    """The programme with its published sales."""
    return load_shipped(treasurer, with_history=True)


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))
