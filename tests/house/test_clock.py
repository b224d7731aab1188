"""The day: set by the environment, else the one in New York."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import Settings

from neoequity import clock, environment


def test_a_day_that_is_set_is_today(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 11, 13)

    assert clock.today() == date(2001, 11, 13)
    assert clock.day_is_set()


def test_without_one_it_is_the_day_in_new_york(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NEOEQUITY_TODAY = None
    evening = datetime(2024, 1, 2, 3, 30, tzinfo=UTC)  # still 1 January in New York
    monkeypatch.setattr(timezone, "now", lambda: evening)

    assert clock.today() == date(2024, 1, 1)
    assert not clock.day_is_set()


def test_a_day_is_read_in_one_spelling_only() -> None:
    assert environment.day("2001-11-13") == date(2001, 11, 13)
    assert environment.day("") is None


@pytest.mark.parametrize("text", ["20011113", "2001-11-31", "13.11.2001", "2001-W46-2", "today"])
def test_any_other_spelling_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.day(text)

    assert str(refused.value) == (
        f'NEOEQUITY_TODAY must be a day such as 2001-11-13, but it is "{text}".'
    )
