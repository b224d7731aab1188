"""The triggers of a table stand in one file, in the order in which PostgreSQL fires them."""

import re
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Event
from pgtrigger.apps import register_triggers_from_meta
from pgtrigger.registry import _registry

from tests.architecture.source import modules

ROOMS = {
    "books": "neoequity/books/triggers",
    "company": "neoequity/company/triggers",
    "people": "neoequity/people/triggers",
    "neoequity": "neoequity/triggers",
    "placements": "placements/triggers",
    "statements": "neoequity/statements/triggers",
    "warrants": "warrants/triggers",
}


def triggers_of(model: type[Model]) -> list[Any]:
    return getattr(model._meta, "triggers", [])


GUARDED = [
    model
    for label in ROOMS
    for model in apps.get_app_config(label).get_models()
    if triggers_of(model)
]
#: The tables of the history share their triggers, which are in `history.py`.
NOT_EVENTS = [model for model in GUARDED if not issubclass(model, Event)]


def named(model: type[Model]) -> str:
    return model.__name__


def fires(trigger: Any) -> tuple[bool, int, str]:
    """Before the statement, before and after each row, after the statement; at commit; by name."""
    moments = [
        (pgtrigger.Before, pgtrigger.Statement),
        (pgtrigger.Before, pgtrigger.Row),
        (pgtrigger.After, pgtrigger.Row),
        (pgtrigger.After, pgtrigger.Statement),
    ]
    at_commit = trigger.timing == pgtrigger.Deferred
    return at_commit, moments.index((trigger.when, trigger.level)), trigger.name


@pytest.mark.parametrize("model", NOT_EVENTS, ids=named)
def test_each_table_has_its_file_of_triggers(model: type[Model]) -> None:
    table = named(model._meta.concrete_model or model)
    file = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", table).lower()
    room = modules(f"{ROOMS[model._meta.app_label]}/{file}.py")
    assert [module.name for module in room] == [f"{ROOMS[model._meta.app_label]}/{file}.py"]


@pytest.mark.parametrize("model", GUARDED, ids=named)
def test_triggers_are_listed_in_the_order_in_which_they_fire(model: type[Model]) -> None:
    # Those that write the history have their names from pghistory.
    listed = [each for each in triggers_of(model) if type(each) is pgtrigger.Trigger]
    assert [each.name for each in listed] == [each.name for each in sorted(listed, key=fires)]


def test_triggers_are_made_in_their_rooms_only() -> None:
    assert not [
        f"{module.name}: {name}"
        for app in ("neoequity/", "placements/", "warrants/")
        for module in modules(app)
        if "/triggers/" not in module.name
        for name in module.imports()
        if name in {"neoequity.books.triggers", "neoequity.books.triggers.pieces"}
    ]


def test_what_is_registered_in_one_pass_is_what_the_library_registers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = dict(_registry.data)
    monkeypatch.setattr(_registry, "data", {})
    register_triggers_from_meta()
    assert dict(_registry.data) == ours
