"""The history of the warrants' tables: what may change leaves an event, the rest never changes."""

from operator import attrgetter
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

from tests.constraints.rows import ask, columns_of, refused_by_database, run, update
from tests.warrants.constraints.conftest import Register
from warrants.models import CallNotice, Holder, RegistrationRequest, Series

#: For each tracked model: a row that may change, and what is changed of it.
TRACKED: dict[type[Model], tuple[str, dict[str, Any]]] = {
    Holder: ("officer", {"remark": "seen"}),
    RegistrationRequest: ("request", {"remark": "by letter"}),
    Series: ("series", {"remark": "none called since November 2000"}),
    CallNotice: (
        "call",
        {"closing_bid": "5.00", "market_price": "5.00", "exercise_price": "4.85"},
    ),
}
MODELS = list(apps.get_app_config("warrants").get_models())
EVENTS: list[Any] = [model for model in MODELS if issubclass(model, Event)]


def events_of(model: type[Model]) -> list[dict[str, Any]]:
    """The model's events, oldest first."""
    [event] = [each for each in EVENTS if each.pgh_tracked_model is model]
    return list(event.objects.order_by("pgh_id").values())


def test_every_table_is_tracked_or_keeps_its_rows_for_ever() -> None:
    """A posted row is its own history; the balances follow the posted rows."""
    names = {model.__name__ for model in MODELS if not issubclass(model, Event)}
    kept = {"Warrant", "Entry", "RegisterSplit", "Balance", "EntryAttachment"}
    assert names - {model.__name__ for model in TRACKED} == kept
    assert {event.pgh_tracked_model for event in EVENTS} == set(TRACKED)


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_a_raw_update_leaves_an_event_even_if_the_session_asks_to_ignore_it(
    register: Register, model: type[Model]
) -> None:
    path, changes = TRACKED[model]
    before = events_of(model)
    everything = ask("SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger")
    run("SELECT set_config('pgtrigger.ignore', %s, true)", [everything])
    update(attrgetter(path)(register), **changes)
    [event] = events_of(model)[len(before) :]
    assert event["pgh_label"] == "update"
    told = columns_of(attrgetter(path)(register))
    assert {name: event[name] for name in changes} == {name: told[name] for name in changes}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET pgh_created_at = '2001-11-09'",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "SET LOCAL pgtrigger.ignore = '{{append_only,events_stay}}'; DELETE FROM {}",
    ],
)
def test_events_are_only_ever_added_to(
    register: Register, event: type[Event], statement: str
) -> None:
    with refused_by_database("What happened stays written"):
        run(statement.format(event._meta.db_table))
