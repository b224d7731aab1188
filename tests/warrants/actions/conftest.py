"""Who acts, and the warrant acted upon."""

import pytest
from django.contrib.auth.models import User

from tests.factories import UserFactory
from tests.warrants.factories import another_holder, issued_warrant
from warrants.models import Holder, Warrant


@pytest.fixture
def treasurer(db: None) -> User:
    """Whoever enters what happened."""
    person: User = UserFactory(username="treasurer")
    return person


@pytest.fixture
def warrant(treasurer: User) -> Warrant:
    """Warrant 1: 1,000 shares at $5.2000, issued to the agent on 15 November 2001."""
    return issued_warrant(by=treasurer)


@pytest.fixture
def agent(warrant: Warrant) -> Holder:
    return Holder.objects.get(category="agent")


@pytest.fixture
def officer(warrant: Warrant) -> Holder:
    """An officer of the agent, whom both clocks exempt."""
    return another_holder("agent_officer", name="An Officer")
