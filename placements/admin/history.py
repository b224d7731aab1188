"""The history of rows as it is read: who changed what, from what to what, when, through what."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import models

from placements.models.fields import MoneyField, PriceField
from placements.terms.money import dollars, per_share

_DONE = {"insert": "entered", "update": "changed", "delete": "deleted"}
NOTHING = "nothing"


class Change(NamedTuple):
    """One field of one event, as words; `before` None: the row was entered with it."""

    field: str
    before: str | None
    after: str


class Entry(NamedTuple):
    """One event: `what` happened to which row, `through` which action or address."""

    at: datetime
    who: str
    what: str
    through: str
    changes: Sequence[Change] = ()


def entries(tracked: type[models.Model], **of: Any) -> list[Entry]:
    """Every event of the rows that `of` selects, deleted ones too, newest first."""
    events = tracked.pgh_event_model.objects.filter(**of)  # type: ignore[attr-defined] # by pghistory
    rows = list(events.select_related("pgh_context").order_by("pgh_id"))
    return list(_told(tracked, rows))[::-1]


def newest_first(*histories: Sequence[Entry]) -> list[Entry]:
    """Several histories as one."""
    together = [entry for history in histories for entry in history]
    return sorted(together, key=attrgetter("at"), reverse=True)


def _told(tracked: type[models.Model], events: Sequence[Any]) -> Iterator[Entry]:
    if not events:
        return
    kept = {field.name for field in events[0]._meta.concrete_fields}
    fields = [field for field in tracked._meta.concrete_fields if field.name in kept]
    words = {field: _words(field, events) for field in fields if not field.primary_key}
    people = _people(events)
    last: dict[int, Any] = {}
    for event in events:
        row = tracked(**{field.attname: getattr(event, field.attname) for field in fields})
        context = event.pgh_context.metadata if event.pgh_context else {}
        yield Entry(
            at=event.pgh_created_at,
            who=people.get(context.get("user", 0), "not known"),
            what=f"{tracked._meta.verbose_name} “{row}” {_DONE[event.pgh_label]}",
            through=_through(context),
            changes=_changes(words, last.get(row.pk), event),
        )
        last[row.pk] = event


def _through(context: dict[str, Any]) -> str:
    act = context.get("act", "")
    return act.replace("_", " ") or context.get("url") or "outside the product"


def _people(events: Sequence[Any]) -> dict[int, str]:
    contexts = [event.pgh_context.metadata for event in events if event.pgh_context]
    named = User.objects.filter(pk__in={context.get("user") for context in contexts} - {None})
    return dict(named.values_list("pk", "username"))


def _changes(
    words: dict[models.Field, Callable[[Any], str]], before: Any, after: Any
) -> list[Change]:
    """What differs; of a row just entered all that it holds, of one deleted nothing."""
    changes = []
    for field, written in words.items():
        old = written(getattr(before, field.attname)) if before else None
        new = written(getattr(after, field.attname))
        if new != (old or NOTHING):
            changes.append(Change(str(field.verbose_name), old, new))
    return changes


def _words(field: models.Field, events: Sequence[Any]) -> Callable[[Any], str]:
    """How a value of this field is written."""
    named: dict[Any, str] = dict(field.flatchoices or ())
    related: Any = field.related_model
    if related is not None:
        keys = {getattr(event, field.attname) for event in events} - {None}
        rows = related._base_manager.in_bulk(keys)
        named = {key: str(row) for key, row in rows.items()}

    def written(value: Any) -> str:
        if value is None or value in ("", []):
            return NOTHING
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(field, MoneyField):
            return dollars(value)
        if isinstance(field, PriceField):
            return per_share(value)
        return named.get(value, str(value))

    return written
