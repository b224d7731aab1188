"""What a reader asks of the history: records, filters, and the place on a page."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Model

#: By which path a change may have come, by its name in the CSV file, in words for the page.
PATHS = {
    "page": "on a page",
    "admin": "in the administration",
    "import": "by an import",
    "command": "by a command",
    "program": "by a program",
    "outside": "outside the product",
}


def kind_of(model: type[Model]) -> str:
    """The name of a kind of record in addresses and files: `placement`, or what `told_as` says."""
    return getattr(model, "told_as", model._meta.model_name) or ""


class RecordKey(NamedTuple):
    """One row, present or deleted, together with its parts."""

    model: type[Model]
    pk: int

    @property
    def address(self) -> str:
        """The record in addresses: `placement:12`."""
        return f"{kind_of(self.model)}:{self.pk}"


class Place(NamedTuple):
    """Where a page of the history ended; the next page starts beneath it."""

    at: datetime
    source: int
    id: int


class HistoryQuery(NamedTuple):
    """A filter on the history; an empty field does not filter.

    `since` is the first moment included, `until` the first one excluded; `person` and `issuer` are
    ids, `kinds` names of models; `under` is a row that owns others, such as an agreement. Accounts
    and calendar days, which belong to no issuer, match every `issuer`.
    """

    person: int | None = None
    kinds: Collection[str] = ()
    record: RecordKey | None = None
    field: str = ""
    since: datetime | None = None
    until: datetime | None = None
    path: str = ""
    under: RecordKey | None = None
    issuer: int | None = None
