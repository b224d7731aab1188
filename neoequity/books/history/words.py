"""The history in words: values as sentences write them, rows by name and owner."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, DateTimeField, IntegerField, JSONField, Model

from neoequity.books.fields import MoneyField, PriceField, RateField
from neoequity.books.history.keys import owners
from neoequity.books.history.sources import kind_in_words
from neoequity.books.meta import AnyField, field_named, is_foreign_key, related_model
from neoequity.books.money import dollars, per_share

NOTHING = "nothing"
#: What a change did to its row.
DONE = {"insert": "entered", "update": "changed", "delete": "deleted"}
_NEW_YORK = ZoneInfo("America/New_York")

Named = Mapping[type[Model], Mapping[int, str]]
#: A changed field, with its value before and after as text.
Edit = tuple[str, str | None, str | None]


class Change(NamedTuple):
    """One changed field in words; `before` is None if the row was entered with it."""

    field: str
    before: str | None
    after: str

    @property
    def sentence(self) -> str:
        """The change as a sentence: Status from “draft” to “proposed”."""
        name = self.field[:1].upper() + self.field[1:]
        if self.before is None:
            return f"{name}: {self.after}"
        return f"{name} from {_quoted(self.before)} to {_quoted(self.after)}"


def _quoted(value: str) -> str:
    return value if value == NOTHING else f"“{value}”"


def changes_in_words(
    model: type[Model], event: str, edits: Iterable[Edit], named: Named
) -> list[Change]:
    """The edits of an event, in words."""
    changes = []
    for name, before, after in edits:
        field = field_named(model, name)
        was = None if event == "insert" else written(field, before, named)
        changes.append(Change(str(field.verbose_name), was, written(field, after, named)))
    return changes


def written(field: AnyField, text: str | None, named: Named) -> str:
    """A value of this field in words, from the database's text of it."""
    if text is None:
        return NOTHING
    if is_foreign_key(field):
        names = named.get(related_model(field), {})
        return names.get(int(text), f"the deleted number {text}")
    for kind, write in _WRITTEN.items():
        if isinstance(field, kind):
            return write(text)
    return str(dict(field.flatchoices or ()).get(text, text))


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(_NEW_YORK):%Y-%m-%d %H:%M:%S}"


def _facts(text: str) -> str:
    """The facts of a request: shares offered 949,710; expected price 4.0254; minimum price none."""
    facts = json.loads(text)
    if not isinstance(facts, dict):
        return text
    return "; ".join(f"{name.replace('_', ' ')} {_fact(fact)}" for name, fact in facts.items())


def _fact(fact: object) -> str:
    if fact is None or fact == "":
        return NOTHING
    return f"{fact:,}" if isinstance(fact, int) and not isinstance(fact, bool) else str(fact)


_WRITTEN: dict[type[AnyField], Callable[[str], str]] = {
    MoneyField: lambda text: dollars(Decimal(text)),
    PriceField: lambda text: per_share(Decimal(text)),
    RateField: lambda text: f"{(100 * Decimal(text)).normalize():f}%",
    JSONField: _facts,
    IntegerField: lambda text: f"{int(text):,}",
    BooleanField: {"true": "yes", "false": "no"}.__getitem__,
    DateTimeField: _moment,
    ArrayField: lambda text: text.strip("{}").replace(",", ", "),
}


def row_in_words(row: Model, named: Named) -> str:
    """The row as an event recorded it: Placement 2 (Sales Agreement)."""
    kind, name = kind_in_words(type(row)), str(row)
    called = name if name.lower().startswith(kind) else f"{kind} “{name}”"
    belongs_to = [
        owner
        for key in owners(type(row))
        if (owner := named.get(related_model(key), {}).get(getattr(row, key.attname)))
    ]
    return f"{called} ({', '.join(belongs_to)})" if belongs_to else called


def names_of(wanted: Mapping[type[Model], set[int]]) -> Named:
    """The names of the rows that foreign keys point to; one query per table."""
    return {
        model: {key: str(row) for key, row in model._base_manager.in_bulk(keys).items()}
        for model, keys in wanted.items()
        if keys
    }


def pointed_to(
    model: type[Model], edits: Iterable[Edit], row: Model
) -> dict[type[Model], set[int]]:
    """The ids whose names the words about an event need, by model."""
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for name, before, after in edits:
        field = field_named(model, name)
        if is_foreign_key(field):
            keys[related_model(field)] |= {int(pk) for pk in (before, after) if pk is not None}
    for key in owners(model):
        keys[related_model(key)].add(getattr(row, key.attname))
    return keys
