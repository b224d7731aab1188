"""What of the history is asked for."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Model

#: How a change may have come about, in the words of page and CSV.
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


class Record(NamedTuple):
    """One row, of now or of the past, and the rows that are told with it."""

    model: type[Model]
    pk: int

    @property
    def address(self) -> str:
        """The record in addresses: `placement:12`."""
        return f"{kind_of(self.model)}:{self.pk}"


class Place(NamedTuple):
    """Where a page of the history ended; the next one starts beneath it."""

    at: datetime
    source: int
    id: int


class Sought(NamedTuple):
    """A filter on the history; what is empty asks for nothing.

    `since` is the first moment, `until` the first one no longer asked for; `person` and `issuer`
    are keys, `kinds` are names of models; `under` is a row such as an agreement, under which others
    stand. What belongs to no issuer, people and days of the calendar, is told of each.
    """

    person: int | None = None
    kinds: Collection[str] = ()
    record: Record | None = None
    field: str = ""
    since: datetime | None = None
    until: datetime | None = None
    path: str = ""
    under: Record | None = None
    issuer: int | None = None
