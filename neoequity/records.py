"""The record that a request is about: its name and its address."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model

from neoequity.books.approvals.rules import Kind
from neoequity.books.models import Approval, Closing
from placements.models import Agreement, Placement, Sale
from warrants.models import CallNotice, Entry


class Record(NamedTuple):
    """What a link to it says, and where it leads."""

    name: str
    url: str


def _placement(key: int) -> Model:
    return Placement.objects.select_related("agreement").get(pk=key)


def _sale(key: int) -> Model:
    return Sale.objects.select_related("agreement").get(pk=key)


def _agreement(key: int) -> Model:
    return Agreement.objects.get(pk=key)


def _closing(key: int) -> Model:
    return Closing.objects.get(pk=key)


def _warrant(key: int) -> Model:
    return Entry.objects.select_related("warrant__issuer").get(pk=key).warrant


def _call(key: int) -> Model:
    return CallNotice.objects.select_related("series").get(pk=key)


_FOUND: dict[str, Callable[[int], Any]] = {
    Kind.PROPOSAL: _placement,
    Kind.REVERSAL: _sale,
    Kind.ENTRY_REVERSAL: _warrant,
    Kind.CALL_CORRECTION: _call,
    Kind.AMENDMENT: _agreement,
    Kind.REOPENING: _closing,
}


def record_of(request: Approval) -> Record:
    """The record's page; one query."""
    row = _FOUND[request.kind](request.subject)
    return Record(str(row), row.get_absolute_url())
