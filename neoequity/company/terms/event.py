"""Read a programme file's events on blackouts: strictly, as facts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from neoequity.books import strict_table as strict
from neoequity.books.strict_table import StrictTable


class BlackoutFacts(NamedTuple):
    """A blackout that was decided on a day; without one, on its first."""

    since: date
    until: date
    reason: str
    on: date | None
    document: str
    page: str


def _blackout(table: StrictTable) -> BlackoutFacts:
    return BlackoutFacts(
        since=table.take("from", strict.day),
        until=table.take("to", strict.day),
        reason=table.take("reason", strict.text(200)),
        on=table.take("on", strict.day, default=None),
        document=table.take("document", strict.text(120), default=""),
        page=table.take("page", strict.text(80), default=""),
    )


#: How each kind is read.
READERS: Mapping[str, Callable[[StrictTable], BlackoutFacts]] = {"blackout": _blackout}
