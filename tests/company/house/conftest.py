"""The example's books on the day of the example, and people who read and enter them."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.management.commands.prepare import PROGRAMME
from tests.clients import logged_in
from tests.factories import TODAY, UserFactory
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def example_day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def example(db: None) -> Issuer:
    """The shipped programme with its history."""
    call_command("load_programme", str(PROGRAMME), with_history=True, stdout=StringIO())
    return Issuer.objects.get()


@built_once
def reader(example: Issuer) -> Client:
    return logged_in(UserFactory(username="audrey", group="Auditor"))


@built_once
def writer(example: Issuer) -> Client:
    return logged_in(UserFactory(username="tess", group="Treasury"))
