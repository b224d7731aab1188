"""Who acts, and the warrant acted upon."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from neoequity.people.models import User
from tests.factories import UserFactory
from tests.warrants.factories import another_holder, issued_warrant, reverse_entry
from tests.worlds import built_once
from warrants.actions.register import cancel, exercise, expire, transfer
from warrants.models import Entry, Holder, Warrant

TODAY = date(2007, 1, 2)
ISSUED = date(2001, 11, 15)

Act = Callable[..., Any]


@built_once
def treasurer(db: None) -> User:
    """Whoever enters what happened."""
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def warrant(treasurer: User) -> Warrant:
    """Warrant 1: 1,000 shares at $5.2000, issued to the agent on November 15, 2001."""
    return issued_warrant(by=treasurer)


@built_once
def agent(warrant: Warrant) -> Holder:
    return Holder.objects.get(category="agent")


@built_once
def officer(warrant: Warrant) -> Holder:
    """An officer of the agent, whom both clocks exempt."""
    return another_holder("agent_officer", name="An Officer")


@pytest.fixture
def act(warrant: Warrant, agent: Holder, officer: Holder, treasurer: User) -> Act:
    """Make an entry that nothing speaks against, but for what is `said` otherwise."""
    usual: dict[Act, dict[str, Any]] = {
        transfer: {"holder_from": agent, "holder_to": officer, "shares": 400, "on": ISSUED},
        exercise: {"holder": agent, "shares": 400, "on": ISSUED, "way": "cash"},
        cancel: {"holder": agent, "shares": 400, "on": ISSUED, "reason": "over-issued"},
        expire: {"on": date(2006, 11, 16)},
        reverse_entry: {"on": ISSUED, "reason": "a mistake"},
    }

    def make(verb: Act, entry: Entry | None = None, **said: Any) -> Any:
        told: dict[str, Any] = {**usual[verb], "by": treasurer, "today": TODAY, **said}
        return verb(entry or warrant, **told)

    return make
