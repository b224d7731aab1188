"""Nothing of a kind of record or of request can be forgotten: each part is there, and is kept."""

from dataclasses import MISSING, fields
from typing import Any

import pytest
from django.apps import apps
from django.db.models import GeneratedField, Model
from pghistory.models import Event
from pgtrigger.registry import registered

from neoequity.books.approvals.kinds import RequestKind, request_kinds
from neoequity.books.history.tracking import PathKept
from neoequity.books.kinds import Excused, RecordKind, record_kinds
from neoequity.books.triggers.sealing import Sealed

APPS = ("books", "placements", "warrants")
#: What a period that is closed says to whoever dates something in it.
KEEPS_OUT = "is entered or changed until it is reopened"
#: Columns that no seal covers: how a row came, and what follows from the others.
UNSEALED = {"circumstances"}
#: The parts of a request that a kind may do without.
MAY_LACK = {"writers", "preview"}


def named(kind: RecordKind) -> str:
    return kind.model.__name__


SEALED = [kind for kind in record_kinds() if isinstance(kind.seal, Sealed)]
DATED = [kind for kind in record_kinds() if not isinstance(kind.dated, Excused)]


def posted() -> list[type[Model]]:
    """The tables whose rows say when they were recorded, and leave no events of changes."""
    return [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        if not model._meta.proxy
        and not issubclass(model, Event)
        and not hasattr(model, "pgh_event_model")
        and any(field.name == "recorded_at" for field in model._meta.concrete_fields)
    ]


def test_every_table_that_is_posted_is_a_kind_of_record() -> None:
    declared = {kind.model for kind in record_kinds()}
    assert {model.__name__ for model in posted()} <= {model.__name__ for model in declared}


@pytest.mark.parametrize("part", [field.name for field in fields(RecordKind)])
def test_a_kind_of_record_cannot_be_declared_without_a_part(part: str) -> None:
    [whole, *_] = record_kinds()
    parts: dict[str, Any] = {field.name: getattr(whole, field.name) for field in fields(whole)}
    del parts[part]
    with pytest.raises(TypeError, match=f"'{part}'"):
        RecordKind(**parts)


@pytest.mark.parametrize(
    "part", [field.name for field in fields(RequestKind) if field.default is MISSING]
)
def test_a_kind_of_request_cannot_be_declared_without_a_part(part: str) -> None:
    [whole, *_] = request_kinds().values()
    parts: dict[str, Any] = {field.name: getattr(whole, field.name) for field in fields(whole)}
    del parts[part]
    with pytest.raises(TypeError, match=f"'{part}'"):
        RequestKind(**parts)


def test_what_a_request_may_lack_is_named() -> None:
    lacking = {field.name for field in fields(RequestKind) if field.default is not MISSING}
    assert lacking == MAY_LACK


@pytest.mark.parametrize("kind", record_kinds(), ids=named)
def test_a_part_that_is_not_there_says_why(kind: RecordKind) -> None:
    excuses = [part for part in vars(kind).values() if isinstance(part, Excused)]
    assert all(excuse.why.endswith(".") and len(excuse.why) > 20 for excuse in excuses)


@pytest.mark.parametrize("kind", SEALED, ids=named)
def test_a_seal_covers_every_column_of_its_table(kind: RecordKind) -> None:
    assert isinstance(kind.seal, Sealed)
    assert kind.seal.table == kind.model._meta.db_table
    columns = {
        field.column
        for field in kind.model._meta.concrete_fields
        if not isinstance(field, GeneratedField)
    }
    assert columns - set(kind.seal.columns) <= UNSEALED


@pytest.mark.parametrize("kind", SEALED, ids=named)
def test_what_is_sealed_is_sealed_by_a_trigger_of_its_table(kind: RecordKind) -> None:
    assert isinstance(kind.seal, Sealed)
    assert f"json_build_array('{kind.seal.kind}'" in sql_of(kind.model)


@pytest.mark.parametrize("kind", DATED, ids=named)
def test_what_is_dated_is_kept_out_of_closed_periods_by_a_trigger_of_its_table(
    kind: RecordKind,
) -> None:
    assert isinstance(kind.dated, str)
    assert kind.dated in {field.column for field in kind.model._meta.concrete_fields}
    assert KEEPS_OUT in sql_of(kind.model)


@pytest.mark.parametrize("kind", record_kinds(), ids=named)
def test_what_is_dated_is_told_when_it_comes_late(kind: RecordKind) -> None:
    assert isinstance(kind.dated, Excused) == isinstance(kind.late, Excused)


@pytest.mark.parametrize("kind", record_kinds(), ids=named)
def test_a_row_without_a_seal_keeps_its_path_itself_or_leaves_events(kind: RecordKind) -> None:
    tracked = hasattr(kind.model, "pgh_event_model")
    assert isinstance(kind.seal, Sealed) or issubclass(kind.model, PathKept) or tracked


def sql_of(model: type[Model]) -> str:
    """All that the triggers of a table run, those that other apps add included."""
    table = model._meta.db_table
    return "\n".join(str(t.func) for each, t in registered() if each._meta.db_table == table)
