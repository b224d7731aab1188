"""Kinds of record that are posted once and stay, each declared once by the app that has it.

From a declaration the kernel makes the permission table, pages, admin, documents, dataset, history,
the chain's proof and file, and the report of changes after a closing; `neoequity.declared` checks
every part against what exists. `settings.KINDS_OF_RECORD` lists the declarations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string
from pgtrigger.registry import registered

from neoequity.books.action import Action
from neoequity.books.documents.models import Attached
from neoequity.books.periods.models import Closing
from neoequity.books.proof.check import Check
from neoequity.books.rights import Right
from neoequity.books.triggers.change_log import Logged, SealedInLog
from neoequity.books.triggers.sealing import Sealed

#: An action that writes a record, or the request for one.
Entry: TypeAlias = Action[..., Model]


@dataclass(frozen=True)
class Excused:
    """A part that a kind of record does without, and why."""

    reason: str


def no_more(_record: Any) -> Mapping[str, object]:
    """Nothing besides its fields stands on the page of a record."""
    return {}


@dataclass(frozen=True)
class Pages:
    """Pages that the kernel makes for a kind: its list, its records, and the form for a new one.

    The form asks for `fields` of the model and passes them by name to the action `act`, with `by`
    and `today`; the page of what that returns (the record, or the request for it) comes next.
    `shown` are the columns of the list and the first facts on a record's page: fields, and
    properties that are written in words.

    A form that asks for more than fields is a page of the app: `form` is its URL name, to which the
    list leads, and the admin adds none. `more` is a template for what else stands on a record's
    page, and `told` gives what it needs by its names.
    """

    fields: tuple[str, ...]
    act: Entry
    shown: tuple[str, ...]
    form: str = ""
    more: str = ""
    told: Callable[[Any], Mapping[str, object]] = no_more


@dataclass(frozen=True)
class AdminList:
    """A list in the admin that the kernel makes, with these columns; `Pages.act` adds rows.

    `summary` says in a sentence what the records are.
    """

    columns: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True)
class Documents:
    """The documents that prove such a record: their kinds by name, with their titles.

    Rows of the model `by`, which points at the record, attach them; if it is None, the kernel's own
    model for documents on any sealed record.
    """

    kinds: Mapping[str, str]
    by: type[Attached] | None = None


@dataclass(frozen=True)
class Dataset:
    """An export that the kernel writes: its name, and its columns with their expressions.

    It has the rows dated by the requested day and recorded by the requested moment; `agreement` is
    the path from a row to its agreement, empty for a kind that only has an `issuer`. `order` tells
    apart several lines of one record, where the columns are those of its lines.
    """

    name: str
    columns: Mapping[str, str | Combinable]
    agreement: str = "agreement"
    order: tuple[str, ...] = ("pk",)


@dataclass(frozen=True)
class RecordKind:
    """A kind of record; every part is declared, or excused with its reason.

    `rights` say who may make one; every reader of the books sees it. `pages` are those that the
    kernel makes, or the URL name of an app's own list. `admin` is the list that the kernel makes,
    or the path of an app's own admin class. `documents` say what proves a record. `dataset` is the
    export that the kernel writes, or the name of an app's own. `tells` gives the rows for the
    history, annotated with `told` (what was recorded, as a sentence without its period), `act` (the
    action's name) and `why`. `seal` says which fields a row's seal covers. `dated` is the column
    that closed periods guard: a trigger of the table keeps rows out of their days. `late` gives the
    rows recorded after a closing that concern its period, in the columns of `periods.late.COLUMNS`.
    `proof` are the checks that recalculate its figures.
    """

    model: type[Model]
    rights: tuple[Right, ...] | Excused
    pages: Pages | str | Excused
    admin: AdminList | str | Excused
    documents: Documents | Excused
    dataset: Dataset | str | Excused
    tells: Callable[[], QuerySet[Model]] | Excused
    seal: Sealed | Excused
    dated: str | Excused
    late: Callable[[Closing], QuerySet[Model, tuple[object, ...]]] | Excused
    proof: tuple[Check, ...] | Excused

    @property
    def name(self) -> str:
        """Its name in addresses and files: `delivery`."""
        return self.model._meta.model_name or ""

    @property
    def singular(self) -> str:
        """What one of them is called: `expense claim`."""
        return str(self.model._meta.verbose_name)

    @property
    def title(self) -> str:
        """What many of them are called: `Expense claims`."""
        words = str(self.model._meta.verbose_name_plural)
        return words[:1].upper() + words[1:]


@cache
def record_kinds() -> tuple[RecordKind, ...]:
    """Every kind of record, of every app."""
    return tuple(kind for path in settings.KINDS_OF_RECORD for kind in import_string(path))


def sealed_kinds() -> list[Sealed]:
    """The kinds of entry that the chain contains."""
    return [kind.seal for kind in record_kinds() if isinstance(kind.seal, Sealed)]


@cache
def logged_kinds() -> tuple[Logged, ...]:
    """What the change log contains: the rows of every table with its trigger."""
    return tuple(
        trigger.logged(model) for model, trigger in registered() if isinstance(trigger, SealedInLog)
    )


def kinds_with_pages() -> list[RecordKind]:
    """The kinds whose pages the kernel makes."""
    return [kind for kind in record_kinds() if isinstance(kind.pages, Pages)]


def kind_named(name: str) -> RecordKind | None:
    """The kind with this name in addresses, if the kernel makes its pages."""
    return next((kind for kind in kinds_with_pages() if kind.name == name), None)


def checks_of(app: str) -> tuple[Check, ...]:
    """The checks that the kinds of an app declare as their proof."""
    return tuple(
        check
        for kind in record_kinds()
        if kind.model._meta.app_label == app and not isinstance(kind.proof, Excused)
        for check in kind.proof
    )
