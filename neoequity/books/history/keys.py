"""How a row is named by what makes it unique, and to which row it belongs: read off the models."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model
from psycopg2.sql import SQL, Composable, Identifier

#: From a document over a delivery, its sale and agreement to the issuer.
_FARTHEST = 3


def named_by(model: type[Model]) -> list[Any]:
    """The fields that name a row: a unique one, else those unique together, else its key."""
    fields = model._meta.concrete_fields
    alone = [field for field in fields if field.unique and not field.null and not field.primary_key]
    if alone:
        return alone[:1]
    together = [
        [model._meta.get_field(name) for name in constraint.fields]
        for constraint in model._meta.total_unique_constraints
    ]
    together += [list(map(model._meta.get_field, names)) for names in model._meta.unique_together]
    return together[0] if together else [model._meta.pk]


def owners(model: type[Model]) -> list[Any]:
    """The foreign keys to the rows beside which a row is named: a placement's agreement, say.

    Who acted (`recorded_by`) is told of the act, not of the row.
    """
    fields = named_by(model)
    if fields == [model._meta.pk]:
        fields = [field for field in model._meta.concrete_fields if not field.null]
    return [field for field in fields if points(field) and not field.name.endswith("_by")]


def points(field: Any) -> bool:
    """Whether the field is a foreign key."""
    return isinstance(field, ForeignKey)


def column(alias: str, name: str) -> Composable:
    """A column of a table in a statement."""
    return Identifier(alias, name)


def key_of(model: type[Model], alias: str) -> Composable:
    """SQL for the name of a row: `sales-agreement/2` is a placement's."""
    parts = [
        related_key(field, column(alias, field.column), alias)
        if points(field)
        else SQL("{}::text").format(column(alias, field.column))
        for field in named_by(model)
    ]
    return parts[0] if len(parts) == 1 else SQL("concat_ws('/', {})").format(SQL(", ").join(parts))


def related_key(field: Any, value: Composable, alias: str = "") -> Composable:
    """SQL for the name of the row that a foreign key points to; its number once it is deleted."""
    related, inner = field.related_model, f"{alias}_{field.name}"
    named = SQL("SELECT {key} FROM {table} {inner} WHERE {pk} = {value}").format(
        key=key_of(related, inner),
        table=Identifier(related._meta.db_table),
        inner=Identifier(inner),
        pk=column(inner, related._meta.pk.column),
        value=value,
    )
    return SQL("COALESCE(({named}), {value}::text)").format(named=named, value=value)


def owner_of(model: type[Model], alias: str, owner: type[Model]) -> Composable | None:
    """SQL for the key of the agreement or issuer that a row stands under; None for rows under none.

    What is always there leads on before what may be empty.
    """
    return column(alias, "id") if model is owner else _way(model, alias, owner, _FARTHEST)


def _way(model: type[Model], alias: str, owner: type[Model], steps: int) -> Composable | None:
    fields = [field for field in model._meta.concrete_fields if points(field)]
    ways = []
    for field in sorted(fields, key=lambda each: (each.null, each.related_model is not owner)):
        way = _step(field, alias, owner, steps)
        if way is not None and not field.null:
            return way
        ways += [way] if way is not None else []
    return SQL("COALESCE({})").format(SQL(", ").join(ways)) if ways else None


def _step(field: Any, alias: str, owner: type[Model], steps: int) -> Composable | None:
    related: Any = field.related_model
    if related is owner:
        return column(alias, field.column)
    if steps == 0 or related in (field.model, get_user_model()):
        return None
    inner = f"{alias}_{field.name}"
    way = _way(related, inner, owner, steps - 1)
    if way is None:
        return None
    return SQL("(SELECT {way} FROM {table} {inner} WHERE {pk} = {value})").format(
        way=way,
        table=Identifier(related._meta.db_table),
        inner=Identifier(inner),
        pk=column(inner, related._meta.pk.column),
        value=column(alias, field.column),
    )
