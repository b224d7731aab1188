"""A system check that compares every declaration of a kind with what the project really has.

It reports parts that are missing, and parts that contradict the triggers, the permission table,
the URLs, the admin, the exports, the history or the proof.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from inspect import signature

from django.apps import apps
from django.contrib import admin
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, GeneratedField, Model
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from pgtrigger.registry import registered

from neoequity.books.approvals.kinds import RequestKind, request_kinds
from neoequity.books.documents.models import Attached
from neoequity.books.history.sources import sources
from neoequity.books.history.tracking import PathKept
from neoequity.books.kinds import (
    Dataset,
    Excused,
    Pages,
    RecordKind,
    record_kinds,
)
from neoequity.books.triggers.closed_days import KEEPS_OUT
from neoequity.books.triggers.sealing import Sealed
from neoequity.datasets import DATASETS
from neoequity.roles import rights

#: Columns that no seal covers: the history records how a row was made.
_UNSEALED = {"context_id"}
_LEAST_REASON = 20
_SEALS = re.compile(r"json_build_array\('(\w+)'")


@dataclass(frozen=True)
class House:
    """What the project really has, regardless of the declarations.

    `triggers` is the SQL of each table's triggers, `listed` maps the models in the admin to their
    classes, `permitted` holds every permission of any group, `datasets` names the exports, `told`
    holds the models in the history.
    """

    triggers: Mapping[str, str]
    listed: Mapping[type[Model], type]
    permitted: frozenset[str]
    datasets: frozenset[str]
    told: frozenset[type[Model]]


def house() -> House:
    """What the project has now."""
    triggers: dict[str, str] = {}
    for model, trigger in registered():
        table = model._meta.db_table
        triggers[table] = f"{triggers.get(table, '')}\n{trigger.func}"
    return House(
        triggers=triggers,
        listed={
            kind.model: type(admin.site.get_model_admin(kind.model))
            for kind in record_kinds()
            if admin.site.is_registered(kind.model)
        },
        permitted=frozenset(permission for right in rights() for permission in right.permissions),
        datasets=frozenset(DATASETS),
        told=frozenset(source.model for source in sources()),
    )


@register
def declarations_say_what_stands(**_kwargs: object) -> list[CheckMessage]:
    """Every fault of every kind of record and of request."""
    stands = house()
    sentences = [
        *(fault for kind in record_kinds() for fault in faults(kind, stands)),
        *(fault for request in request_kinds().values() for fault in faults_of_request(request)),
    ]
    return [Error(fault, id="books.E001") for fault in sentences]


def faults(kind: RecordKind, stands: House) -> Iterator[str]:
    """The parts of a declaration that are missing or contradict what the project has."""
    label = kind.model._meta.label
    for part in fields(kind):
        declared = getattr(kind, part.name)
        if declared is None:
            yield (
                f"{label}: `{part.name}` is left out; declare it, or say by Excused why it does "
                "not apply."
            )
        elif isinstance(declared, Excused) and len(declared.reason) < _LEAST_REASON:
            yield f"{label}: `{part.name}` is excused without a reason in a whole sentence."
    for name, check in _CHECKS.items():
        if getattr(kind, name) is not None:
            for fault in check(kind, stands):
                yield f"{label}: `{name}`: {fault}"


def _rights(kind: RecordKind, stands: House) -> Iterator[str]:
    needed = {f"{kind.model._meta.app_label}.add_{kind.name}"}
    if isinstance(kind.pages, Pages):
        needed = {kind.pages.act.needs}
    granted = (
        set()
        if isinstance(kind.rights, Excused)
        else {permission for right in kind.rights for permission in right.permissions}
    )
    for permission in sorted(granted - stands.permitted):
        yield f"no group has {permission}, which it grants."
    if isinstance(kind.rights, Excused):
        for permission in sorted(needed & stands.permitted):
            yield (
                f"the permission table grants {permission}, and the declaration names no right to "
                "it."
            )
    elif isinstance(kind.pages, Pages) and not needed <= granted:
        yield f"no right grants {', '.join(needed)}, which its action needs."


def _pages(kind: RecordKind, _stands: House) -> Iterator[str]:
    if isinstance(kind.pages, str):
        try:
            reverse(kind.pages)
        except NoReverseMatch:
            yield f"there is no address {kind.pages}."
    if isinstance(kind.pages, Pages):
        columns = {field.name for field in kind.model._meta.get_fields()}
        known = {name for name in kind.pages.shown if hasattr(kind.model, name)}
        for name in sorted({*kind.pages.fields, *kind.pages.shown} - columns - known):
            yield f"the model has no field {name}."
        parameters = signature(kind.pages.act).parameters
        takes_any = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
        for name in sorted({*kind.pages.fields, "by", "today"} - set(parameters)):
            if name in ("by", "today") or not takes_any:
                yield f"the action takes no argument {name}."
    elif _resolves_to_records(kind.model):
        yield "its records have pages made by the kernel, which are not declared."


def _resolves_to_records(model: type[Model]) -> bool:
    page = getattr(model, "get_absolute_url", None)
    return getattr(page, "__module__", "") == "neoequity.books.records.posted"


def _admin(kind: RecordKind, stands: House) -> Iterator[str]:
    listed = stands.listed.get(kind.model)
    if isinstance(kind.admin, Excused):
        if listed is not None:
            yield f"it stands in the admin ({listed.__name__}), and the declaration excuses it."
    elif listed is None:
        yield "it does not stand in the admin."
    elif isinstance(kind.admin, str):
        if import_string(kind.admin) is not listed:
            yield f"the admin shows it by {listed.__name__}, not by {kind.admin}."
    elif not isinstance(kind.pages, Pages):
        yield "a list that the kernel makes needs pages that it makes."


def _documents(kind: RecordKind, _stands: House) -> Iterator[str]:
    attaching = [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, Attached)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is kind.model
    ]
    if isinstance(kind.documents, Excused):
        if attaching:
            yield f"{attaching[0]} attaches documents to it, which are not declared."
    elif not kind.documents.kinds:
        yield "no kind of document is named."
    elif kind.documents.by is not None and isinstance(kind.pages, Pages):
        yield "pages that the kernel makes attach documents by the kernel's own table."
    elif kind.documents.by is None:
        if not isinstance(kind.seal, Sealed):
            yield "the kernel attaches documents only to what is sealed."
    elif kind.documents.by.__name__ not in attaching:
        yield f"{kind.documents.by.__name__} has no column that points at it."


def _dataset(kind: RecordKind, stands: House) -> Iterator[str]:
    if isinstance(kind.dataset, str) and kind.dataset not in stands.datasets:
        yield f"there is no dataset {kind.dataset}."
    if isinstance(kind.dataset, Dataset) and kind.dataset.name not in stands.datasets:
        yield f"there is no dataset {kind.dataset.name}."
    if isinstance(kind.dataset, Excused) and isinstance(kind.seal, Sealed):
        yield "what is sealed can be exported."


def _tells(kind: RecordKind, stands: House) -> Iterator[str]:
    if not isinstance(kind.tells, Excused):
        if kind.model not in stands.told:
            yield "the history does not tell it."
        annotations = kind.tells().query.annotations
        for name in ("told", "act", "why"):
            if name not in annotations:
                yield f"its rows do not give `{name}`."
    elif not hasattr(kind.model, "pgh_event_model"):
        yield "it leaves no events either, so that nothing tells what was recorded."


def _seal(kind: RecordKind, stands: House) -> Iterator[str]:
    sql = stands.triggers.get(kind.model._meta.db_table, "")
    if isinstance(kind.seal, Excused):
        for name in set(_SEALS.findall(sql)) - _sealed_by_others(kind):
            yield f"a trigger of its table seals it as {name}, and the declaration excuses it."
        if not (issubclass(kind.model, PathKept) or hasattr(kind.model, "pgh_event_model")):
            yield "it keeps its path neither by a seal nor by itself nor by events."
        return
    if kind.seal.table != kind.model._meta.db_table:
        yield f"its seal covers rows of {kind.seal.table}."
    if f"json_build_array('{kind.seal.kind}'" not in sql:
        yield "no trigger of its table seals it."
    columns = {
        field.column
        for field in kind.model._meta.concrete_fields
        if not isinstance(field, GeneratedField)
    }
    for column in sorted(columns - {*kind.seal.columns, *kind.seal.later} - _UNSEALED):
        yield f"the seal does not cover {column}."


def _sealed_by_others(kind: RecordKind) -> set[str]:
    """Kinds of other tables that a trigger may seal: a first draft seals the terms, for example."""
    others = (other.seal for other in record_kinds() if other.model is not kind.model)
    return {seal.kind for seal in others if isinstance(seal, Sealed)}


def _dated(kind: RecordKind, stands: House) -> Iterator[str]:
    guarded = KEEPS_OUT in stands.triggers.get(kind.model._meta.db_table, "")
    if isinstance(kind.dated, Excused):
        if guarded:
            yield "a trigger keeps it out of closed periods, and the declaration names no day."
        return
    try:
        kind.model._meta.get_field(kind.dated)
    except FieldDoesNotExist:
        yield f"it has no column {kind.dated}."
    if not guarded:
        yield "no trigger of its table keeps it out of closed periods."


def _late(kind: RecordKind, _stands: House) -> Iterator[str]:
    if isinstance(kind.late, Excused) != isinstance(kind.dated, Excused):
        yield "what is dated is told when it is recorded after a closing, and nothing else is."


def _proof(kind: RecordKind, _stands: House) -> Iterator[str]:
    if not isinstance(kind.proof, Excused) and not kind.proof:
        yield "no check is named."


_CHECKS: Mapping[str, Callable[[RecordKind, House], Iterator[str]]] = {
    "rights": _rights,
    "pages": _pages,
    "admin": _admin,
    "documents": _documents,
    "dataset": _dataset,
    "tells": _tells,
    "seal": _seal,
    "dated": _dated,
    "late": _late,
    "proof": _proof,
}


def faults_of_request(kind: RequestKind) -> Iterator[str]:
    """The parts missing from the declaration of a kind of request."""
    for part in ("name", "title", "effect", "record", "approving", "once_approved"):
        if not getattr(kind, part):
            yield f"request `{kind.name}`: `{part}` is left out."
    if kind.effect is not None:
        for name in ("by", "today"):
            if name not in signature(kind.effect).parameters:
                yield f"request `{kind.name}`: `effect`: it takes no argument {name}."
