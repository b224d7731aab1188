"""Processes that act at once on a register that is really committed; the runner is the sales'."""

import pytest

from neoequity.people.models import User
from tests.factories import UserFactory
from tests.races.conftest import race, replica
from tests.warrants.factories import issued_warrant
from warrants.models import Warrant

__all__ = ["race", "replica"]


@pytest.fixture
def person(committed: None) -> User:
    somebody: User = UserFactory()
    return somebody


@pytest.fixture
def warrant(person: User) -> Warrant:
    """1,000 shares at $5.2000, all of them the agent's."""
    return issued_warrant(by=person)
