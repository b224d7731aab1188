"""The shipped programme with its published sales, as of the example's day."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.books.models import Issuer
from neoequity.programme import load_whole, read_whole
from tests.clients import logged_in
from tests.factories import TODAY, UserFactory
from tests.worlds import built_once

SHIPPED = Path(project.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def published(db: None) -> Issuer:
    content = tomllib.loads(SHIPPED.read_text(encoding="utf-8"), parse_float=Decimal)
    by = UserFactory(username="treasurer")
    load_whole(read_whole(content), by=by, today=TODAY, with_history=True)
    return Issuer.objects.get(slug="neotherapeutics")


@built_once
def reader(published: Issuer) -> Client:
    return logged_in(UserFactory(username="reader", group="Auditor"))
