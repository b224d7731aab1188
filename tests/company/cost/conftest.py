"""Three people at the pages of cost: a stranger, a reader and a writer, on Nov 13, 2001."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from placements.models import Agreement
from tests.clients import logged_in
from tests.company.cost.offices import sales_agreement, spend
from tests.factories import TODAY, UserFactory
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@pytest.fixture
def stranger() -> Client:
    """Nobody has signed in."""
    return Client()


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))


@built_once
def writer(db: None) -> Client:
    """Somebody who records expenses and other money."""
    return logged_in(UserFactory(username="writer"))


@built_once
def sales(db: None) -> Agreement:
    """The Sales Agreement."""
    return sales_agreement()


@built_once
def claimed(sales: Agreement) -> Agreement:
    """The same with its expenses reimbursed up to the cap."""
    spend(sales, "60000.00")
    return sales
