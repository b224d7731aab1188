"""The settings of the tests for hosts that are really served, on the day of `house`."""

from datetime import date

from tests.settings import *  # noqa: F403

NEOEQUITY_TODAY = date(2003, 1, 2)  # type: ignore[assignment]  # the tests' own has none
