"""Kinds of record: what is posted once and stays, each declared once by the app that has it.

From a declaration the kernel makes the permission table, pages, admin, documents, dataset, history,
the chain's proof and file, and what is listed as changed after a closing; `neoequity.declared`
checks that no part of it says something else than what stands. `settings.KINDS_OF_RECORD` says
where the declarations are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from neoequity.books.documents.models import Attached
from neoequity.books.periods.models import Closing
from neoequity.books.proof.check import Check
from neoequity.books.rights import Right
from neoequity.books.triggers.sealing import Sealed


@dataclass(frozen=True)
class Excused:
    """A part that a kind of record does without, and why."""

    why: str


@dataclass(frozen=True)
class Pages:
    """Pages that the kernel makes of a kind: its list, its records, and a form for another.

    The form asks for `fields` of the model and hands them by name to the action `act`, with `by`
    and `today`; what that returns (the record, or the request for it) has the page that follows.
    `shown` are the columns of the list and the facts on a record's page.
    """

    fields: tuple[str, ...]
    act: Callable[..., Any]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class AdminList:
    """A list in the admin that the kernel makes, with these columns; entry is by `Pages.act`."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Documents:
    """The documents that prove such a record: their kinds by name, with their titles.

    They are attached by rows of the model `by`, which points at the record; where it is None by the
    kernel's own, which takes a document on whatever is sealed.
    """

    kinds: Mapping[str, str]
    by: type[Attached] | None = None


@dataclass(frozen=True)
class Dataset:
    """An export that the kernel writes: its name, its columns, and what of a row stands in each.

    It has the rows dated by the day that is asked for and recorded by the moment; `agreement` is
    the path from a row to the agreement that it stands under.
    """

    name: str
    columns: Mapping[str, Any]
    agreement: str = "agreement"


@dataclass(frozen=True)
class RecordKind:
    """A kind of record; every part is there, or says why it is not.

    `rights` say who may make one; readers of the books see each. `pages` are those that the kernel
    makes, or the name of the address where an app lists its own. `admin` is the list that the
    kernel makes, or where an app's own admin class stands. `documents` say what proves one.
    `dataset` is the export that the kernel writes, or the name of an app's own. `tells` gives
    the rows for the history: with `told` (what was recorded, as a sentence without its end), `act`
    (the action's name) and `why`, as expressions. `seal` says which fields the seal of a row
    covers. `dated` is the column that a closed period guards: a trigger of the table keeps rows out
    of its days. `late` gives the rows recorded after a closing that concern its period, in the
    columns of `periods.late.COLUMNS`. `proof` are the checks that count its figures again.
    """

    model: type[Model]
    rights: tuple[Right, ...] | Excused
    pages: Pages | str | Excused
    admin: AdminList | str | Excused
    documents: Documents | Excused
    dataset: Dataset | str | Excused
    tells: Callable[[], QuerySet[Any]] | Excused
    seal: Sealed | Excused
    dated: str | Excused
    late: Callable[[Closing], QuerySet[Any, Any]] | Excused
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
    """Every kind of record of every app."""
    return tuple(kind for path in settings.KINDS_OF_RECORD for kind in import_string(path))


def sealed_kinds() -> list[Sealed]:
    """What the chain holds, kind by kind."""
    return [kind.seal for kind in record_kinds() if isinstance(kind.seal, Sealed)]


def kinds_with_pages() -> list[RecordKind]:
    """The kinds whose pages the kernel makes."""
    return [kind for kind in record_kinds() if isinstance(kind.pages, Pages)]


def kind_named(name: str) -> RecordKind | None:
    """The kind with this name in addresses, if the kernel makes its pages."""
    return next((kind for kind in kinds_with_pages() if kind.name == name), None)


def checks_of(app: str) -> tuple[Check, ...]:
    """What the kinds of an app declare to be counted again."""
    return tuple(
        check
        for kind in record_kinds()
        if kind.model._meta.app_label == app and not isinstance(kind.proof, Excused)
        for check in kind.proof
    )
