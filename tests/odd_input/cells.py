"""Where an oddity can be put: every address with what it reads, found by asking the product."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.db import transaction
from django.forms.formsets import BaseFormSet
from django.http import HttpResponseBase, QueryDict
from django.test import Client
from django.urls import resolve
from django.utils.datastructures import MultiValueDict

from neoequity.books.pages.form_fields import DayField, MoneyField, PriceField, SharesField
from tests.permissions.admin import ADMIN, pages_of
from tests.permissions.exports import EXPORTS
from tests.permissions.house import House
from tests.permissions.pages import FRAME, PAGES, Page
from tests.permissions.people import STRANGER, SUPERUSER, Roles

#: A form as it is sent: each field with the bytes of its values.
Sent = Mapping[str, tuple[bytes, ...]]

_FURTHER_ROW = re.compile(r"-[1-9][0-9]*-")
_LISTENED = ("get", "getlist", "__getitem__", "__contains__")
_LOOKUPS = (
    *("", "__exact", "__in", "__gte", "__lt", "__isnull", "__range", "__year", "__month", "__day"),
    *(
        "__year__gt",
        "__date",
        "__time",
        "__iso_year",
        "__regex",
        "__contains",
        "__id__exact",
        "__x",
    ),
)


class Cell(NamedTuple):
    """A place for an oddity: a name in a query or a form, with the rest of what is sent."""

    address: str
    roles: tuple[str, ...]
    name: str
    rest: Sent = {}


def all_pages(house: House) -> list[Page]:
    """Every page of the permission table, which holds every address of the resolver."""
    tables = [*PAGES.values(), *FRAME.values(), *EXPORTS.values()]
    tables += [page for kind in ADMIN for page in pages_of(kind)]
    return [page._replace(address=page.address.format(**house.keys)) for page in tables]


def who(may: Roles) -> tuple[str, ...]:
    """Those who may; a superuser, for whom less is checked, only where nobody else may."""
    return tuple(sorted(may - {SUPERUSER})) or (SUPERUSER,)


class Places(NamedTuple):
    """Every name that pages look for in their addresses, and every field of their forms."""

    queries: tuple[Cell, ...]
    forms: tuple[Cell, ...]


def places(house: House, clients: Mapping[str, Client]) -> Places:
    """Open every page, send every form empty, and listen to what is looked for meanwhile."""
    queries: list[Cell] = []
    forms: list[Cell] = []
    frames, begun = _Frames(), set[tuple[str, str]]()
    for page in all_pages(house):
        rows = re.sub("(add|[0-9]+/change)/$", "", page.address)
        filled: dict[str, tuple[bytes, ...]] = {}
        if page.get:
            roles = who(page.get)
            with _names_asked() as names, _nothing_kept(clients[roles[0]]) as client:
                filled.update(_filled(_forms_in(client.get(page.address))))
            queries += [
                Cell(page.address, roles, name)
                for name in sorted(names)
                if frames.passes(page.address, f"?{name}")
            ]
        if page.post:
            roles = who(page.post)
            with _names_asked() as names, _nothing_kept(clients[roles[0]]) as client:
                filled.update(_filled(_forms_in(client.post(page.address, {}))))
            forms += [
                Cell(page.address, roles, name, filled)
                for name in sorted(names | filled.keys())
                if not _FURTHER_ROW.search(name)
                and (rows, name) not in begun  # the form of a new row has it, too
                and (name in filled or frames.passes(page.address, name))
            ]
            forms += [Cell(page.address, roles, "", filled)] if filled else []
            if page.address.endswith("/add/"):
                begun |= {(rows, name) for name in filled}
    return Places(tuple(queries), tuple(forms))


class _Frames:
    """Lets a name of the admin's own frame pass on three pages of a kind: all have the same."""

    def __init__(self) -> None:
        self.met: Counter[tuple[str, str]] = Counter()

    def passes(self, address: str, name: str) -> bool:
        """Whether this place is to be tried."""
        if not address.startswith("/admin/"):
            return True
        kind = str(resolve(address.partition("?")[0]).url_name).rpartition("_")[2]
        self.met[kind, name] += 1
        return self.met[kind, name] <= 3


def lookups() -> Iterator[Cell]:
    """Every field of every list of the admin, by every way to narrow a list."""
    for model, lists in admin.site._registry.items():
        kind = model._meta.label_lower
        page, rows = next(pages_of(kind)), ADMIN[kind]
        fields = [field.name for field in model._meta.concrete_fields]
        narrowed = [each for each in lists.list_filter if isinstance(each, str)]
        for name in dict.fromkeys([*fields, *narrowed]):
            for lookup in _LOOKUPS:
                yield Cell(page.address, who(page.get), f"{name}{lookup}")
            if rows.add:  # what the form of a new row starts with
                yield Cell(f"{page.address}add/", who(rows.add), name)


def choices(house: House, clients: Mapping[str, Client]) -> Iterator[Cell]:
    """Every action on chosen rows of the admin's lists."""
    for model in admin.site._registry:
        name = model._meta.label_lower
        page = next(pages_of(name))
        key = str(house.keys[name.partition(".")[2]]).encode()
        for role in who(page.post) if page.post else ():
            answer = clients[role].get(page.address)
            action_form = answer.context.get("action_form") if answer.context else None
            for action, _ in action_form.fields["action"].choices if action_form else ():
                sent = {
                    "action": (action.encode(),),
                    "index": (b"0",),
                    "select_across": (b"0",),
                    "_selected_action": (key,),
                }
                for field in sent:
                    yield Cell(page.address, (role,), field, sent)


def segments(pages: Iterable[Page]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address with a NUL in the place of one of its parts, and who may come."""
    for page in pages:
        path = page.address.partition("?")[0]
        for part in re.finditer(r"(?<=/)[^/]+", path):
            roles = (*who(page.get or page.post), STRANGER)
            yield f"{path[: part.start()]}\0{path[part.end() :]}", roles


@contextmanager
def _names_asked() -> Iterator[set[str]]:
    """The names that are looked up meanwhile in any address or form."""
    asked: set[str] = set()

    def listening(method: Any) -> Any:
        def listen(self: Any, name: Any, *more: Any, **how: Any) -> Any:
            if isinstance(self, QueryDict) and isinstance(name, str) and name != "lists":
                asked.add(name)
            return method(self, name, *more, **how)

        return listen

    own = {name: vars(MultiValueDict).get(name) for name in _LISTENED}
    for name in _LISTENED:
        setattr(MultiValueDict, name, listening(getattr(MultiValueDict, name)))
    try:
        yield asked
    finally:
        for name, method in own.items():
            if method is None:
                delattr(MultiValueDict, name)
            else:
                setattr(MultiValueDict, name, method)


@contextmanager
def _nothing_kept(client: Client) -> Iterator[Client]:
    """Whatever is done meanwhile is taken back, a logout, too."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        yield client
        transaction.set_rollback(True)
    client.cookies = kept


def _forms_in(answer: HttpResponseBase) -> list[forms.BaseForm]:
    contexts = getattr(answer, "context", None) or []
    tables = [each for context in contexts for each in getattr(context, "dicts", [context])]
    values = [value for table in tables for value in table.values()]
    found: list[forms.BaseForm] = []
    for value in values:
        for each in value if isinstance(value, list) else [value]:
            found += _forms_of(each)
    return list({id(form): form for form in found}.values())


def _forms_of(value: object) -> list[forms.BaseForm]:
    match value:
        case forms.BaseForm():
            return [value]
        case AdminForm():
            return [value.form]
        case InlineAdminFormSet():
            return _forms_of(value.formset)
        case BaseFormSet():
            return [value.management_form, *value.forms]
    return []


def _filled(found: Iterable[forms.BaseForm]) -> dict[str, tuple[bytes, ...]]:
    sent: dict[str, tuple[bytes, ...]] = {}
    for form in found:
        for bound in form:
            if isinstance(bound.field, forms.FileField):
                sent[bound.html_name] = ()
                continue
            initial = bound.initial
            values = initial if isinstance(initial, list) else [initial]
            if initial in (None, "") or form.is_bound:
                values = [_plausible(bound.field)]
            if _FURTHER_ROW.search(bound.html_name):
                continue  # its fields are those of the first row
            sent[bound.html_name] = tuple(str(value).encode() for value in values)
    return sent


def _plausible(field: forms.Field) -> object:
    match field:
        case forms.ModelChoiceField():
            row = field.queryset.first() if field.queryset is not None else None
            return field.prepare_value(row) if row else ""
        case forms.ChoiceField():
            pairs: Any = field.choices
            options = [str(value) for value, _ in pairs if value not in ("", None)]
            return options[0] if options else ""
        case DayField() | forms.DateField():
            return "2002-12-03"
        case SharesField() | forms.IntegerField():
            return "100"
        case PriceField() | MoneyField() | forms.DecimalField():
            return "4.00"
        case forms.BooleanField():
            return ""
    return "a-quiet-room-12"
