"""Nothing of a kind of record or of request can be forgotten: each part is there, and is kept.

Every part of every kind is left out in turn, and what stands (the triggers, the permission table,
the admin, the exports, the history) is taken away in turn: a check fails that names the part.
"""

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db.models import Model
from pghistory.models import Event

from neoequity.books.approvals.kinds import RequestKind, request_kinds
from neoequity.books.kinds import Documents, Excused, Pages, RecordKind, record_kinds
from neoequity.books.triggers.posted import refuse_unapproved
from neoequity.declared import House, faults, faults_of_request, house
from neoequity.roles import book_apps

PARTS = [field.name for field in fields(RecordKind) if field.name != "model"]
#: The parts of a request that a kind may do without.
MAY_LACK = {"page", "writers", "preview"}
REQUIRED = [field.name for field in fields(RequestKind) if field.default is MISSING]
WITHOUT = Excused("This is excused although it stands, as a test.")
NOTHING: dict[str, Any] = {
    "triggers": {},
    "listed": {},
    "permitted": frozenset(),
    "datasets": frozenset(),
    "told": frozenset(),
}
#: What must stand for a part to be kept.
RESTS_ON = {
    "seal": "triggers",
    "dated": "triggers",
    "admin": "listed",
    "rights": "permitted",
    "dataset": "datasets",
    "tells": "told",
}


@cache
def stands() -> House:
    return house()


def label(kind: RecordKind) -> str:
    return kind.model._meta.label


def declared(*parts: str) -> Iterator[Any]:
    """A parameter for each of these parts of each kind that has it."""
    for kind in record_kinds():
        for part in parts:
            if not isinstance(getattr(kind, part), Excused):
                yield pytest.param(kind, part, id=f"{label(kind)}-{part}")


def visible(kind: RecordKind, part: str) -> bool:
    """Whether it shows elsewhere that this part of the kind is there."""
    match part:
        case "pages":
            return isinstance(kind.pages, Pages)
        case "rights":
            own = f"{kind.model._meta.app_label}.add_{kind.name}"
            return own in stands().permitted
        case "documents":
            return isinstance(kind.documents, Documents) and kind.documents.by is not None
        case "dataset":
            return not isinstance(kind.seal, Excused)
        case "tells":
            return not hasattr(kind.model, "pgh_event_model")
    return part != "proof"


def missed(kind: RecordKind, part: str, house: House) -> bool:
    """Whether a fault of the kind names the part."""
    return any(fault.startswith(f"{label(kind)}: `{part}`") for fault in faults(kind, house))


def test_every_declaration_says_what_stands() -> None:
    assert [check.msg for check in run_checks() if check.id == "books.E001"] == []


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", record_kinds(), ids=label)
def test_a_part_that_is_left_out_is_missed(kind: RecordKind, part: str) -> None:
    left_out: dict[str, Any] = {part: None}
    assert missed(replace(kind, **left_out), part, stands())


@pytest.mark.parametrize("part", PARTS)
def test_a_kind_of_record_cannot_be_declared_without_a_part(part: str) -> None:
    [whole, *_] = record_kinds()
    parts = {name: getattr(whole, name) for name in ("model", *PARTS) if name != part}
    with pytest.raises(TypeError, match=f"'{part}'"):
        RecordKind(**parts)


@pytest.mark.parametrize(
    ("kind", "part"), [case for case in declared(*PARTS) if visible(*case.values)]
)
def test_a_part_that_is_excused_although_it_stands_is_missed(kind: RecordKind, part: str) -> None:
    parts: dict[str, Any] = {part: WITHOUT}
    excused = replace(kind, **parts)
    # What is dated and what is told when it is late belong together: the second is named.
    assert missed(excused, "late" if part == "dated" else part, stands())


@pytest.mark.parametrize(("kind", "part"), list(declared(*RESTS_ON)))
def test_a_part_that_does_not_stand_is_missed(kind: RecordKind, part: str) -> None:
    gone = RESTS_ON[part]
    assert missed(kind, part, replace(stands(), **{gone: NOTHING[gone]}))


@pytest.mark.parametrize("kind", record_kinds(), ids=label)
def test_an_excuse_is_a_whole_sentence(kind: RecordKind) -> None:
    excuses = [part for part in vars(kind).values() if isinstance(part, Excused)]
    assert all(excuse.reason.endswith(".") and len(excuse.reason) > 20 for excuse in excuses)


def test_an_excuse_of_a_word_is_missed() -> None:
    [kind, *_] = record_kinds()
    assert missed(replace(kind, documents=Excused("None.")), "documents", stands())


def test_a_column_that_no_seal_covers_is_missed() -> None:
    kind = next(kind for kind in record_kinds() if kind.name == "sale")
    assert not isinstance(kind.seal, Excused)
    columns = {name: form for name, form in kind.seal.columns.items() if name != "remark"}
    shorter = replace(kind, seal=kind.seal._replace(columns=columns))
    assert "placements.Sale: `seal`: the seal does not cover remark." in faults(shorter, stands())


def posted() -> Iterator[type[Model]]:
    """The tables whose rows say when they were recorded, and leave no events of changes."""
    for app in book_apps():
        for model in apps.get_app_config(app).get_models():
            names = {field.name for field in model._meta.concrete_fields}
            tracked = issubclass(model, Event) or hasattr(model, "pgh_event_model")
            if "recorded_at" in names and not tracked and not model._meta.proxy:
                yield model


def test_every_table_that_is_posted_is_a_kind_of_record() -> None:
    declared_ = {kind.model.__name__ for kind in record_kinds()}
    assert {model.__name__ for model in posted()} <= declared_


# Requests


@pytest.mark.parametrize("part", REQUIRED)
def test_a_kind_of_request_cannot_be_declared_without_a_part(part: str) -> None:
    [whole, *_] = request_kinds().values()
    parts: dict[str, Any] = {field.name: getattr(whole, field.name) for field in fields(whole)}
    del parts[part]
    with pytest.raises(TypeError, match=f"'{part}'"):
        RequestKind(**parts)


@pytest.mark.parametrize("part", ["title", "effect", "record", "approving", "once_approved"])
@pytest.mark.parametrize("kind", request_kinds().values(), ids=request_kinds())
def test_a_part_of_a_request_that_is_left_out_is_missed(kind: RequestKind, part: str) -> None:
    left_out: dict[str, Any] = {part: None}
    [fault] = faults_of_request(replace(kind, **left_out))
    assert f"request `{kind.name}`: `{part}`" in fault


def test_an_effect_that_is_not_told_who_approves_is_missed() -> None:
    [kind, *_] = request_kinds().values()
    effect: dict[str, Any] = {"effect": lambda request, *, today: None}
    [fault] = faults_of_request(replace(kind, **effect))
    assert fault == f"request `{kind.name}`: `effect`: it takes no argument by."


def test_what_a_request_may_lack_is_named() -> None:
    lacking = {field.name for field in fields(RequestKind) if field.default is not MISSING}
    assert lacking == MAY_LACK


def of_company(name: str) -> RecordKind:
    [kind] = [kind for kind in record_kinds() if kind.name == name]
    return kind


def test_an_action_that_takes_any_facts_takes_the_fields_of_its_form() -> None:
    kind = of_company("filing")
    assert isinstance(kind.pages, Pages)
    assert list(faults(kind, stands())) == []


def test_an_action_needs_the_fields_that_it_names_and_who_acts_when() -> None:
    def act(*, day: object, by: object, **facts: object) -> None:
        """It is not told the day on which it is done."""

    def strict(*, day: object, by: object, today: object) -> None:
        """It takes one field of the form only."""

    kind = of_company("filing")
    assert isinstance(kind.pages, Pages)
    for verb, missing in ((act, ["today"]), (strict, sorted({*kind.pages.fields} - {"day"}))):
        verb.needs = kind.pages.act.needs  # type: ignore[attr-defined]  # as @action sets it
        pages = replace(kind.pages, act=verb)  # type: ignore[arg-type]  # no action of the product
        assert [
            fault.rpartition("argument ")[2]
            for fault in faults(replace(kind, pages=pages), stands())
        ] == [f"{name}." for name in missing]


def test_a_column_of_a_list_is_a_field_or_a_property() -> None:
    kind = of_company("figure")
    assert isinstance(kind.pages, Pages)
    pages = replace(kind.pages, shown=("stated_value", "imagined"))
    assert list(faults(replace(kind, pages=pages), stands())) == [
        "company.Figure: `pages`: the model has no field imagined."
    ]


def test_a_fact_may_have_the_name_of_any_part_of_a_request() -> None:
    sql = refuse_unapproved("offering", "As approved.", subject="e.id", kind="e.kind", sentence="1")
    assert "jsonb_build_object('kind', e.kind, 'sentence', 1)" in sql
    assert "a.kind = 'offering'" in sql
