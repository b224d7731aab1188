"""Where the history comes from: the events of tracked rows, and the rows that are posted once."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model, QuerySet

from neoequity.books.history.keys import points
from neoequity.books.history.query import kind_of
from neoequity.books.history.tracking import PathKept
from neoequity.books.kinds import Excused, record_kinds


class Posted(NamedTuple):
    """A table whose rows are posted once and tell themselves.

    `rows` gives them with `told` (what was recorded, as a sentence without its end), `act` (the
    action's name) and `why`, as expressions. `sealed` is the kind of their seals, which keep the
    path they came by; rows without seals keep it themselves.
    """

    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    sealed: str = ""


class Tracked(NamedTuple):
    """A table whose every change leaves an event."""

    model: type[Model]
    events: type[Model]

    @property
    def fields(self) -> list[Any]:
        """The fields whose changes are told, in their order; the key stays."""
        kept = {field.name for field in self.events._meta.concrete_fields}
        fields = self.model._meta.concrete_fields
        return [field for field in fields if field.name in kept and not field.primary_key]

    @property
    def reasons(self) -> list[Any]:
        """The fields that say why the row was changed: a note is written with each change."""
        return [field for field in self.fields if field.name.endswith(("reason", "note"))]

    @property
    def remarks(self) -> list[Any]:
        """The fields that say something of the row, and so why it was changed when they change."""
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
    """All sources, in an order of their own that numbers them."""
    found: list[Source] = [*tracked(), *_posted()]
    return sorted(found, key=lambda source: source.model._meta.label_lower)


def _posted() -> Iterator[Posted]:
    for kind in record_kinds():
        if not isinstance(kind.tells, Excused):
            sealed = "" if isinstance(kind.seal, Excused) else kind.seal.kind
            keeps_path = issubclass(kind.model, PathKept)
            yield Posted(kind.model, kind.tells, "" if keeps_path else sealed)


def named_kinds(sources: Sequence[Source]) -> dict[str, type[Model]]:
    """The kinds of record that have a history or are told with one."""
    related: list[Any] = [
        field.related_model
        for source in sources
        for field in source.model._meta.concrete_fields
        if points(field)
    ]
    return {kind_of(model): model for model in [*related, *(source.model for source in sources)]}


def kinds_with(model: type[Model], sources: Sequence[Source]) -> list[str]:
    """The kinds of record that are told with records of a model."""
    return [
        kind_of(source.model)
        for source in sources
        if same_rows(source.model, model) or parts_of(source.model, model)
    ]


def parts_of(model: type[Model], whole: type[Model]) -> list[Any]:
    """The foreign keys by which rows of `model` are told with a row of `whole`.

    Rows without a page of their own are told with what they point to, and a reversal with what it
    reverses.
    """
    if not same_rows(model, whole) and hasattr(model, "get_absolute_url"):
        return []
    fields = [field for field in model._meta.concrete_fields if points(field)]
    return [field for field in fields if field.related_model is whole]


def same_rows(model: type[Model], other: type[Model]) -> bool:
    """Whether both are the same table, be it through a proxy."""
    return model._meta.concrete_model is other._meta.concrete_model


def field_names(sources: Sequence[Source]) -> dict[str, str]:
    """Every field that may change, with its name in words; the words of the first that has it."""
    names: dict[str, str] = {}
    for source in sources:
        for field in source.fields if isinstance(source, Tracked) else ():
            names.setdefault(field.name, _capital(str(field.verbose_name)))
    return dict(sorted(names.items(), key=lambda named: named[1]))


def kind_names(sources: Sequence[Source]) -> dict[str, str]:
    """Every kind of record that has a history, with its name in words."""
    return {kind_of(source.model): _capital(words(source.model)) for source in sources}


def words(model: type[Model]) -> str:
    """A kind of record in words: fee tier."""
    return str(model._meta.verbose_name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
