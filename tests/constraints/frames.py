"""What is asked of the guards and rules of every app, whatever its books hold."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

from tests.constraints.rows import ask, refused_by_database, run
from tests.kinds.cases import kinds_with_tests

Books = TypeVar("Books")
WRITES_HISTORY = {"insert_insert", "update_update", "delete_delete"}
KEEPS_PATHS = {
    *("attachments_keep_their_path", "versions_keep_their_path"),
    *("splits_keep_their_path", "loaded_events_keep_their_path"),
    "proofs_keep_their_path",
}


def guards(*labels: str) -> set[str]:
    """The triggers of the tables of these apps, as `Model:name`.

    Not those of the tables that hold the history, nor those that write it or keep the path that a
    row came by: they refuse nothing, and are tested in test_history.py and tests/history.
    """
    return {
        f"{model.__name__}:{trigger.name}"
        for model in _models(labels)
        if not issubclass(model, Event)
        for trigger in getattr(model._meta, "triggers", ())  # not every model has pgtrigger's
        if trigger.name not in WRITES_HISTORY | KEEPS_PATHS
    }


def rules(*labels: str) -> set[str]:
    """The names of the constraints of these apps, and every unique column as `Model.field`."""
    return {
        name
        for model in _models(labels)
        if not model._meta.proxy
        for name in (
            *(constraint.name for constraint in model._meta.constraints),
            *(
                f"{model.__name__}.{field.name}"
                for field in model._meta.concrete_fields
                if field.unique and not field.primary_key
            ),
        )
    }


def _models(labels: Iterable[str]) -> list[type[Model]]:
    """Those of these apps; kinds whose pages the kernel makes are tested in tests/kinds."""
    return [
        model
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if model.__name__ not in kinds_with_tests()
    ]


def each_guarded(cases: Mapping[str, tuple[str, list[Any]]]) -> list[Any]:
    """A parameter for each attempt at what a trigger guards: its sentence, and the attempt."""
    return [
        pytest.param(sentence, attempt, id=f"{name}-{number}")
        for name, (sentence, attempts) in cases.items()
        for number, attempt in enumerate(attempts, start=1)
    ]


def each_ruled(cases: Mapping[str, list[Any]]) -> list[Any]:
    """A parameter for each attempt at a rule: its name, and the attempt."""
    return [
        pytest.param(rule, attempt, id=f"{rule}-{number}")
        for rule, attempts in cases.items()
        for number, attempt in enumerate(attempts, start=1)
    ]


def refused_although_triggers_are_to_be_ignored(
    books: Books, sentence: str, attempt: Callable[[Books], object]
) -> None:
    """The session asks pgtrigger to let every trigger sleep; they speak all the same."""
    everything = ask("SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger")
    with refused_by_database(sentence):
        run("SELECT set_config('pgtrigger.ignore', %s, true)", [everything])
        attempt(books)


def refused_by_rule(books: Books, rule: str, attempt: Callable[[Books], object]) -> None:
    """The database names the rule that the attempt breaks."""
    model, _, field = rule.rpartition(".")
    words = f'"\\w+_{model.lower()}_{field}\\w*_(key|uniq)"' if model else f'"{rule}"'
    with refused_by_database(words):
        attempt(books)
