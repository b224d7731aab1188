"""Sources of the history: the events of tracked rows, and rows that are posted once."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model, QuerySet

from neoequity.books.history.query import kind_of
from neoequity.books.history.tracking import PathKept
from neoequity.books.kinds import Excused, record_kinds
from neoequity.books.meta import AnyField, KeyField, is_foreign_key, related_model


class Posted(NamedTuple):
    """A table whose rows are posted once and are history entries themselves.

    `rows` gives them with the annotations `told` (what was recorded, as a sentence without its
    period), `act` (the action's name) and `why`. `sealed` is the kind of their seals, which record
    the path; rows without seals record it themselves.
    """

    model: type[Model]
    rows: Callable[[], QuerySet[Model]]
    sealed: str = ""


class Tracked(NamedTuple):
    """A table with an event for every change."""

    model: type[Model]
    events: type[Model]

    @property
    def fields(self) -> list[AnyField]:
        """The fields whose changes are shown, in model order; the key never changes."""
        recorded = {field.name for field in self.events._meta.concrete_fields}
        fields = self.model._meta.concrete_fields
        return [field for field in fields if field.name in recorded and not field.primary_key]

    @property
    def reasons(self) -> list[AnyField]:
        """The fields that say why the row was changed: each change writes its own note."""
        return [field for field in self.fields if field.name.endswith(("reason", "note"))]

    @property
    def remarks(self) -> list[AnyField]:
        """The remarks on the row: one that changes says why the row was changed."""
        return [field for field in self.fields if field.name == "remark"]


Source = Posted | Tracked


@cache
def tracked() -> tuple[Tracked, ...]:
    """Every tracked table of every app."""
    return tuple(
        Tracked(events.pgh_tracked_model, events)
        for events in apps.get_models()
        if hasattr(events, "pgh_tracked_model")
    )


@cache
def sources() -> list[Source]:
    """All sources, in a fixed order that numbers them."""
    every: list[Source] = [*tracked(), *_posted()]
    return sorted(every, key=lambda source: source.model._meta.label_lower)


def _posted() -> Iterator[Posted]:
    for kind in record_kinds():
        if not isinstance(kind.tells, Excused):
            sealed = "" if isinstance(kind.seal, Excused) else kind.seal.kind
            has_path = issubclass(kind.model, PathKept)
            yield Posted(kind.model, kind.tells, "" if has_path else sealed)


def named_kinds(sources: Sequence[Source]) -> dict[str, type[Model]]:
    """The kinds of record that have a history or appear in one."""
    related = [
        related_model(field)
        for source in sources
        for field in source.model._meta.concrete_fields
        if is_foreign_key(field)
    ]
    return {kind_of(model): model for model in [*related, *(source.model for source in sources)]}


def kinds_with(model: type[Model], sources: Sequence[Source]) -> list[str]:
    """The model's kind of record and those of its parts."""
    return [
        kind_of(source.model)
        for source in sources
        if same_rows(source.model, model) or parts_of(source.model, model)
    ]


def parts_of(model: type[Model], whole: type[Model]) -> list[KeyField]:
    """The foreign keys that make rows of `model` parts of a row of `whole`.

    Rows without a page of their own are parts of the rows they point to, and a reversal is part of
    what it reverses.
    """
    if not same_rows(model, whole) and hasattr(model, "get_absolute_url"):
        return []
    keys = [field for field in model._meta.concrete_fields if is_foreign_key(field)]
    return [key for key in keys if related_model(key) is whole]


def same_rows(model: type[Model], other: type[Model]) -> bool:
    """Whether both are the same table, perhaps through a proxy."""
    return model._meta.concrete_model is other._meta.concrete_model


def field_names(sources: Sequence[Source]) -> dict[str, str]:
    """Every field that may change, with its name in words as its first model has it."""
    names: dict[str, str] = {}
    for source in sources:
        for field in source.fields if isinstance(source, Tracked) else ():
            names.setdefault(field.name, _capital(str(field.verbose_name)))
    return dict(sorted(names.items(), key=lambda named: named[1]))


def kind_names(sources: Sequence[Source]) -> dict[str, str]:
    """Every kind of record that has a history, with its name in words."""
    return {kind_of(source.model): _capital(kind_in_words(source.model)) for source in sources}


def kind_in_words(model: type[Model]) -> str:
    """The kind of record in words: fee tier."""
    return str(model._meta.verbose_name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
