"""What each group may do, as the kinds of record declare it; the source of all permissions."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.contrib.auth.management import create_permissions

from neoequity.books.kinds import Excused, record_kinds
from neoequity.books.rights import (
    ADMINISTRATOR,
    APPROVE,
    AUDITOR,
    CFO,
    CLOSE,
    CONTROLLER,
    FILE,
    GROUPS,
    READ,
    READERS,
    TREASURY,
    Right,
    rows,
)

READ_BOOKS = "books.read_books"
KEEP_VIEWS = "saved.keep_view"
SEE_PEOPLE, KEEP_PEOPLE = "people.view_user", "people.change_user"
#: Apps that are part of the books even without a kind of record.
_BOOKS = ("books", "placements", "warrants")

_SEE = Right(
    "See who has access, and the sign-in log",
    (AUDITOR, ADMINISTRATOR),
    (SEE_PEOPLE, "auth.view_group"),
)
_KEEP_PEOPLE = Right(
    "Create and change accounts, groups and second factors",
    (ADMINISTRATOR,),
    rows("people", "add change", "user"),
)
_SUBSCRIBE = Right(
    "Create and revoke their own calendar addresses",
    (TREASURY, CFO, CONTROLLER),
    rows("company", "add", "calendarfeed"),
)
_READ_BY_PROGRAM = Right(
    "Create and revoke their own API tokens", READERS, rows("api", "add", "apitoken")
)
_KEEP_VIEWS = Right(
    "Save and share views of the lists they can open",
    GROUPS,
    (KEEP_VIEWS,),
)


def rights() -> list[Right]:
    """Every right, in the order of the permission table: reading, then kinds, then the project."""
    declared = [
        right
        for kind in record_kinds()
        if not isinstance(kind.rights, Excused)
        for right in kind.rights
    ]
    house = (APPROVE, FILE, CLOSE, _SUBSCRIBE, _READ_BY_PROGRAM, _KEEP_VIEWS, _SEE, _KEEP_PEOPLE)
    everywhere = {right.description for right in house}
    own_rights = [right for right in declared if right.description not in everywhere]
    shared = [right for right in declared if right.description in everywhere]
    return _merged([READ, *own_rights, *house, *shared])


def _merged(rights_declared: Iterable[Right]) -> list[Right]:
    """Each right once, with the permissions of all its declarations."""
    merged: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    for description, groups, permissions in rights_declared:
        earlier = merged.get((description, groups), ())
        merged[description, groups] = tuple(dict.fromkeys(earlier + permissions))
    return [Right(*key, permissions) for key, permissions in merged.items()]


def book_apps() -> list[str]:
    """The apps that make up the books; readers of the books may view all their models."""
    declared = [kind.model._meta.app_label for kind in record_kinds()]
    return list(dict.fromkeys([*_BOOKS, *declared]))


def permissions_of(group: str) -> Iterator[str]:
    """Every permission of a group as app.codename, with a view permission for each model."""
    for right in rights():
        if group in right.groups:
            yield from right.permissions
    if group in READERS:
        for app in book_apps():
            for model in apps.get_app_config(app).get_models():
                if "view" in model._meta.default_permissions:
                    yield f"{app}.view_{model._meta.model_name}"


def make_groups(**_kwargs: object) -> None:
    """Create the groups and set exactly their permissions; runs after each migrate."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    group_model, permission_model = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    permissions = permission_model.objects.values_list("content_type__app_label", "codename", "pk")
    keys = {f"{app}.{codename}": key for app, codename, key in permissions}
    for name in GROUPS:
        group, _ = group_model.objects.get_or_create(name=name)
        # Halfway through the migrations some models and permissions are still missing.
        group.permissions.set({keys[code] for code in permissions_of(name) if code in keys})
