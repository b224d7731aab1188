"""The days of the example, and who reads its pages."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.clients import logged_in
from tests.factories import TODAY, UserFactory
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))
