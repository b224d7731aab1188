"""The worked case: two placements around Thanksgiving 2001, and a Class B series to be called.

Sales Agreement, Placement 1: terms on Thu Nov 1, last sale Fri Nov 9, settled Thu Nov 15.
Other Agreement, Placement 1: terms on Mon Nov 19, last sale Tue Nov 20, settled Mon Nov 26.
"""

from typing import Any

import pytest

from neoequity.people.models import User
from tests.company.lock_up.story import TODAY, Story, told
from tests.factories import UserFactory
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def the_days_after(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def treasurer(db: None) -> User:
    user: User = UserFactory(username="tess")
    return user


@built_once
def story(db: None, treasurer: User) -> Story:
    return told(treasurer)
