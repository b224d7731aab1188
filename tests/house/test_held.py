"""What other apps hold against an act, as the settings register it."""

from datetime import date

import pytest
from django.db.models import Model
from django.utils.module_loading import import_string
from pytest_django import Settings

from neoequity.books.held import reasons_against
from neoequity.books.issuers import Issuer
from neoequity.books.refusal import Reason

ON, TODAY = date(2001, 11, 9), date(2001, 11, 13)


def names_its_day(subject: Model, on: date, today: date) -> list[Reason]:
    return [Reason(f"{subject} is held on {on}; today is {today}.")]


def holds_nothing(_subject: Model, _on: date, _today: date) -> list[Reason]:
    return []


def test_every_registered_function_is_asked_in_its_order(settings: Settings) -> None:
    paths = [f"{__name__}.{each.__name__}" for each in (names_its_day, holds_nothing)]
    settings.HELD_AGAINST = {"proposal": [*paths, paths[0]]}

    reasons = reasons_against("proposal", Issuer(name="NeoTherapeutics"), on=ON, today=TODAY)

    sentence = "NeoTherapeutics is held on 2001-11-09; today is 2001-11-13."
    assert [reason.sentence for reason in reasons] == [sentence, sentence]


def test_an_event_without_functions_is_held_by_nothing(settings: Settings) -> None:
    settings.HELD_AGAINST = {"proposal": []}

    assert reasons_against("proposal", Issuer(), on=ON, today=TODAY) == []


def test_an_event_that_is_not_registered_is_an_error(settings: Settings) -> None:
    settings.HELD_AGAINST = {"proposal": []}

    with pytest.raises(KeyError):
        reasons_against("acceptance", Issuer(), on=ON, today=TODAY)


def test_every_function_of_the_settings_can_be_imported(settings: Settings) -> None:
    paths = [path for paths in settings.HELD_AGAINST.values() for path in paths]

    assert all(callable(import_string(path)) for path in paths)
    assert set(settings.HELD_AGAINST) == {
        *("call_notice", "proposal_approval", "proposal", "acceptance")
    }
