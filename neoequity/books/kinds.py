"""Kinds of record: what is posted once and stays, each declared once by the app that has it.

From the declarations the kernel makes the history, the chain's proof and file, and what is listed
as changed after a closing. `settings.KINDS_OF_RECORD` says where they stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from neoequity.books.models import Closing
from neoequity.books.triggers.sealing import Sealed


@dataclass(frozen=True)
class Excused:
    """A part that a kind of record does without, and why."""

    why: str


@dataclass(frozen=True)
class RecordKind:
    """A kind of record; every part is there, or says why it is not.

    `tells` gives its rows for the history: with `told` (what was recorded, as a sentence without
    its end), `act` (the action's name) and `why`, as expressions. `seal` says which fields the
    seal of a row covers. `dated` is the column that a closed period guards: a trigger of the table
    keeps rows out of its days. `late` gives the rows recorded after a closing that concern its
    period, in the columns of `periods.late.COLUMNS`.
    """

    model: type[Model]
    tells: Callable[[], QuerySet[Any]] | Excused
    seal: Sealed | Excused
    dated: str | Excused
    late: Callable[[Closing], QuerySet[Any, Any]] | Excused


@cache
def record_kinds() -> tuple[RecordKind, ...]:
    """Every kind of record of every app."""
    return tuple(kind for path in settings.KINDS_OF_RECORD for kind in import_string(path))


def sealed_kinds() -> list[Sealed]:
    """What the chain holds, kind by kind."""
    return [kind.seal for kind in record_kinds() if isinstance(kind.seal, Sealed)]
