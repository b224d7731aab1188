"""The day of these tests is Nov 13, 2001; people by their group, and what they are told."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pytest_django.fixtures import Settings

from neoequity.notices.asking import notices_for
from neoequity.notices.notice import Notice
from neoequity.people.models import User
from tests.factories import TODAY, UserFactory

#: Noon in New York on the day, by which requests and access go.
NOON = datetime(2001, 11, 13, 17, tzinfo=UTC)

Told = Callable[..., list[Notice]]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@pytest.fixture
def told(db: None) -> Told:
    """The notices of a person on a day, which is today unless another is said."""

    def told(
        person: User | str = "Treasury", on: date = TODAY, *, kind: str = "", now: datetime = NOON
    ) -> list[Notice]:
        user = UserFactory(group=person) if isinstance(person, str) else person
        found = notices_for(user, on, today=on, now=now)
        return [each for each in found if kind in ("", each.kind)]

    return told
