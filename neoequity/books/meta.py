"""Fields of models with the types that Django's `_meta` leaves open."""

from typing import Any, TypeAlias, TypeGuard, cast

from django.db.models import Field, ForeignKey, ForeignObjectRel, Model

AnyField: TypeAlias = "Field[Any, Any]"
KeyField = ForeignKey[Model, Model]


def field_named(model: type[Model], name: str) -> AnyField:
    """The model's own field of this name. Raises FieldDoesNotExist if there is none."""
    return cast(AnyField, model._meta.get_field(name))


def is_foreign_key(field: AnyField) -> TypeGuard[KeyField]:
    """Whether the field is a foreign key, to one row or from one."""
    return isinstance(field, ForeignKey)


def related_model(field: KeyField | ForeignObjectRel) -> type[Model]:
    """The model at the other end; "self" is resolved once the apps are loaded."""
    return cast(type[Model], field.related_model)
