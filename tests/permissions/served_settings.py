"""The settings of the tests for hosts that are really served, on the day of the example."""

from tests.factories import TODAY
from tests.settings import *  # noqa: F403

NEOEQUITY_TODAY = TODAY
