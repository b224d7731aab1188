"""The five groups and what each may do: data that makes the groups, the page and the tests."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.contrib.auth.management import create_permissions

TREASURY, CFO, CONTROLLER = "Treasury", "CFO", "Controller"
AUDITOR, ADMINISTRATOR = "Auditor", "Administrator"
GROUPS = (TREASURY, CFO, CONTROLLER, AUDITOR, ADMINISTRATOR)

#: The apps whose rows are the books; who reads the books may look at every one of them.
BOOKS = ("books", "placements", "warrants")


class Right(NamedTuple):
    """Something that members of `groups` may do, and the permissions (app.codename) it takes."""

    words: str
    groups: tuple[str, ...]
    permissions: tuple[str, ...]


def _rows(app: str, verbs: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_{model}" for model in models for verb in verbs.split())


READ_BOOKS = "books.read_books"
SEE_PEOPLE = "people.view_user"
_READERS = (TREASURY, CFO, CONTROLLER, AUDITOR)

RIGHTS = (
    Right("Read the books, their history and documents, and export them", _READERS, (READ_BOOKS,)),
    Right(
        "Draft placements, ask for their approval, and move them through their life",
        (TREASURY,),
        _rows("placements", "add change", "placement"),
    ),
    Right(
        "Record and import sales, and ask for their reversal",
        (TREASURY,),
        _rows("placements", "add", "sale"),
    ),
    Right("Record deliveries", (TREASURY,), _rows("placements", "add", "delivery")),
    Right(
        "Enter issuers, shelves, agreements and exceptional days, and ask for other terms",
        (TREASURY,),
        _rows("books", "add change delete", "issuer", "exceptionalday")
        + _rows("placements", "add change delete", "shelf", "agreement", "feetier", "termpage"),
    ),
    Right(
        "Issue warrants, keep their register, call them and record stock splits",
        (TREASURY,),
        _rows("placements", "add", "split")
        + _rows("warrants", "add", "warrant", "entry")
        + _rows("warrants", "add change", "callnotice", "registrationrequest")
        + _rows("warrants", "add change delete", "holder", "series"),
    ),
    Right(
        "Approve or reject what another person asks for",
        (CFO,),
        ("books.approve",),
    ),
    Right(
        "File documents on the records they prove",
        (TREASURY, CFO, CONTROLLER),
        _rows("placements", "add", "attachment") + _rows("warrants", "add", "entryattachment"),
    ),
    Right(
        "Close periods, and ask for their reopening",
        (CONTROLLER,),
        ("books.close_period", "books.ask_reopening"),
    ),
    Right(
        "See who may enter, and the log of logins",
        (AUDITOR, ADMINISTRATOR),
        (SEE_PEOPLE, "auth.view_group"),
    ),
    Right(
        "Make and change accounts, their groups and their second factor",
        (ADMINISTRATOR,),
        _rows("people", "add change", "user"),
    ),
)


def permissions_of(group: str) -> Iterator[str]:
    """Every permission of a group as app.codename; reading takes one for each kind of row."""
    for right in RIGHTS:
        if group in right.groups:
            yield from right.permissions
    if group in _READERS:
        for app in BOOKS:
            for model in apps.get_app_config(app).get_models():
                yield f"{app}.view_{model._meta.model_name}"


def make_groups(**_said: object) -> None:
    """After each migrate: the groups exist and have exactly their permissions."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    group_model, permission_model = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    named = permission_model.objects.values_list("content_type__app_label", "codename", "pk")
    held = {f"{app}.{codename}": key for app, codename, key in named}
    for name in GROUPS:
        group, _ = group_model.objects.get_or_create(name=name)
        # Half way through the migrations some models, and so their permissions, are still missing.
        group.permissions.set({held[one] for one in permissions_of(name) if one in held})
