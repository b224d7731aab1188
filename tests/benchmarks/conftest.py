"""A ledger of 100,000 sales, made once and measured by all benchmarks."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoDbBlocker

from placements.actions.sale import record_sales
from placements.models import Placement
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, notice_of

SALES = 100_000


@pytest.fixture(scope="session")
def ledger(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Placement:
    """An open placement of the Sales Agreement with 100,000 sales of 10 shares at $4.00."""
    with django_db_blocker.unblock():
        person = UserFactory(username="treasurer")
        placement: Placement = PlacementFactory(
            agreement=AgreementFactory(), accepted=True, by=person, shares_offered=5_000_000
        )
        notices = [notice_of(placement, 10) for _ in range(SALES)]
        record_sales(notices, by=person, today=TODAY)
    return placement


@pytest.fixture
def person(ledger: Placement, db: None) -> User:
    return User.objects.get(username="treasurer")
