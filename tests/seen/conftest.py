"""Two issuers on the same books, with a row of every kind of each."""

from django.test import override_settings

from tests.permissions.house import TODAY
from tests.seen.two import Two
from tests.worlds import built_once


@built_once
def two(db: None) -> Two:
    """The books, as the test finds them."""
    with override_settings(NEOEQUITY_TODAY=TODAY):
        return Two()
