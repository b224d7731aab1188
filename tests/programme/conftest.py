"""An office that loads programme files built by the tests."""

from collections.abc import Callable
from datetime import date

import pytest

from neoequity.people.models import User
from neoequity.programme import load_whole, read_whole
from tests.factories import UserFactory
from tests.programme.told import TODAY, Content

LoadEvents = Callable[..., list[str]]


@pytest.fixture
def load_events(db: None) -> LoadEvents:
    """Load a file's content with its history, on the last day of 2001 unless told otherwise."""
    office: User = UserFactory(username="office")

    def act(content: Content, *, today: date = TODAY, history: bool = True) -> list[str]:
        return load_whole(read_whole(content), by=office, today=today, with_history=history)

    return act
