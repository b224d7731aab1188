"""SQL for a row's natural key and for its owner, both derived from the models' fields."""

from django.contrib.auth import get_user_model
from django.db.models import Model
from psycopg2.sql import SQL, Composable, Identifier

from neoequity.books.meta import AnyField, KeyField, field_named, is_foreign_key, related_model

#: From a document by way of a delivery, its sale and the agreement to the issuer.
_FARTHEST = 3


def named_by(model: type[Model]) -> list[AnyField]:
    """The fields that name a row: a unique one, else those unique together, else its key."""
    fields = model._meta.concrete_fields
    alone = [field for field in fields if field.unique and not field.null and not field.primary_key]
    if alone:
        return alone[:1]
    together = [constraint.fields for constraint in model._meta.total_unique_constraints]
    together += model._meta.unique_together
    return [field_named(model, name) for name in together[0]] if together else [model._meta.pk]


def owners(model: type[Model]) -> list[KeyField]:
    """The foreign keys to the rows that qualify a row's name, such as a placement's agreement.

    Who acted (`recorded_by`) belongs to the act, not to the row.
    """
    fields = named_by(model)
    if fields == [model._meta.pk]:
        fields = [field for field in model._meta.concrete_fields if not field.null]
    keys = [field for field in fields if is_foreign_key(field)]
    return [key for key in keys if not key.name.endswith("_by")]


def column(alias: str, name: str) -> Composable:
    """A column of a table in a statement."""
    return Identifier(alias, name)


def key_of(model: type[Model], alias: str) -> Composable:
    """SQL for a row's natural key: a placement's is `sales-agreement/2`."""
    parts = [
        related_key(field, column(alias, field.column), alias)
        if is_foreign_key(field)
        else SQL("{}::text").format(column(alias, field.column))
        for field in named_by(model)
    ]
    return parts[0] if len(parts) == 1 else SQL("concat_ws('/', {})").format(SQL(", ").join(parts))


def related_key(field: KeyField, value: Composable, alias: str = "") -> Composable:
    """SQL for the natural key of the row that a foreign key points to; its id if it is deleted."""
    related, inner = related_model(field), f"{alias}_{field.name}"
    key = SQL("SELECT {key} FROM {table} {inner} WHERE {pk} = {value}").format(
        key=key_of(related, inner),
        table=Identifier(related._meta.db_table),
        inner=Identifier(inner),
        pk=column(inner, related._meta.pk.column),
        value=value,
    )
    return SQL("COALESCE(({key}), {value}::text)").format(key=key, value=value)


def owner_of(model: type[Model], alias: str, owner: type[Model]) -> Composable | None:
    """SQL for the id of the agreement or issuer that a row belongs to; None if it has none.

    Foreign keys that are never null are followed before those that may be.
    """
    return column(alias, "id") if model is owner else _path(model, alias, owner, _FARTHEST)


def _path(model: type[Model], alias: str, owner: type[Model], steps: int) -> Composable | None:
    keys = [field for field in model._meta.concrete_fields if is_foreign_key(field)]
    paths = []
    for key in sorted(keys, key=lambda each: (each.null, related_model(each) is not owner)):
        path = _step(key, alias, owner, steps)
        if path is not None and not key.null:
            return path
        paths += [path] if path is not None else []
    return SQL("COALESCE({})").format(SQL(", ").join(paths)) if paths else None


def _step(key: KeyField, alias: str, owner: type[Model], steps: int) -> Composable | None:
    related = related_model(key)
    if related is owner:
        return column(alias, key.column)
    if steps == 0 or related in (key.model, get_user_model()):
        return None
    inner = f"{alias}_{key.name}"
    path = _path(related, inner, owner, steps - 1)
    if path is None:
        return None
    return SQL("(SELECT {path} FROM {table} {inner} WHERE {pk} = {value})").format(
        path=path,
        table=Identifier(related._meta.db_table),
        inner=Identifier(inner),
        pk=column(inner, related._meta.pk.column),
        value=column(alias, key.column),
    )
