"""The day of these tests is Nov 13, 2001, a Tuesday; mail leaves from equity.example.com."""

import pytest
from pytest_django.fixtures import Settings

from neoequity.books.models import Issuer
from neoequity.people.models import User
from tests.factories import TODAY
from tests.mail.readers import reader
from tests.programmes import load_shipped
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY
    settings.NEOEQUITY_ADDRESS = "https://equity.example.com"
    settings.DEFAULT_FROM_EMAIL = "NeoEquity <neoequity@example.com>"


@built_once
def treasurer(db: None) -> User:
    return reader("treasurer")


@built_once
def published(treasurer: User) -> Issuer:
    """The programme with its published sales."""
    return load_shipped(treasurer, with_history=True)
