"""The history in words: values as sentences write them, rows by their name and whose they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, DateTimeField, Field, IntegerField, Model

from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.history.keys import owners, points
from neoequity.books.history.sources import words
from neoequity.books.money import dollars, per_share

NOTHING = "nothing"
#: What a change did to its row.
DONE = {"insert": "entered", "update": "changed", "delete": "deleted"}
_NEW_YORK = ZoneInfo("America/New_York")

Named = Mapping[type[Model], Mapping[int, str]]


class Change(NamedTuple):
    """One field of one event, as words; `before` None: the row was entered with it."""

    field: str
    before: str | None
    after: str

    @property
    def sentence(self) -> str:
        """From what to what: Status from “draft” to “proposed”."""
        name = self.field[:1].upper() + self.field[1:]
        if self.before is None:
            return f"{name}: {self.after}"
        return f"{name} from {_quoted(self.before)} to {_quoted(self.after)}"


def _quoted(value: str) -> str:
    return value if value == NOTHING else f"“{value}”"


def changes_in_words(
    model: type[Model], event: str, changes: Iterable[tuple[str, Any, Any]], named: Named
) -> list[Change]:
    """The changes of an event, read from the database as field, before and after."""
    told = []
    for name, before, after in changes:
        field: Any = model._meta.get_field(name)
        was = None if event == "insert" else written(field, before, named)
        told.append(Change(str(field.verbose_name), was, written(field, after, named)))
    return told


def written(field: Any, text: str | None, named: Named) -> str:
    """A value of this field, given as the database writes it."""
    if text is None:
        return NOTHING
    if points(field):
        return named.get(field.related_model, {}).get(int(text), f"the deleted number {text}")
    for kind, write in _WRITTEN.items():
        if isinstance(field, kind):
            return write(text)
    return dict(field.flatchoices or ()).get(text, text)


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(_NEW_YORK):%Y-%m-%d %H:%M:%S}"


_WRITTEN: dict[type[Field], Callable[[str], str]] = {
    MoneyField: lambda text: dollars(Decimal(text)),
    PriceField: lambda text: per_share(Decimal(text)),
    IntegerField: lambda text: f"{int(text):,}",
    BooleanField: {"true": "yes", "false": "no"}.__getitem__,
    DateTimeField: _moment,
    ArrayField: lambda text: text.strip("{}").replace(",", ", "),
}


def row_in_words(row: Model, named: Named) -> str:
    """The row as an event kept it: Placement 2 (Sales Agreement)."""
    kind, name = words(type(row)), str(row)
    called = name if name.lower().startswith(kind) else f"{kind} “{name}”"
    whose = [
        owner
        for field in owners(type(row))
        if (owner := named.get(field.related_model, {}).get(getattr(row, field.attname)))
    ]
    return f"{called} ({', '.join(whose)})" if whose else called


def names_of(wanted: Mapping[type[Model], set[int]]) -> Named:
    """The rows that foreign keys point to, by their names; one query a table."""
    return {
        model: {key: str(row) for key, row in model._base_manager.in_bulk(keys).items()}
        for model, keys in wanted.items()
        if keys
    }


def pointed_to(
    model: type[Model], changes: Iterable[tuple[str, Any, Any]], row: Model
) -> dict[type[Model], set[int]]:
    """The keys that words about this event need, by their table."""
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for name, before, after in changes:
        field: Any = model._meta.get_field(name)
        if points(field):
            keys[field.related_model] |= {int(key) for key in (before, after) if key is not None}
    for field in owners(model):
        keys[field.related_model].add(getattr(row, field.attname))
    return keys
