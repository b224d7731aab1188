"""Read a programme file's events on the end of an agreement, and on its reinstatement."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from neoequity.books import strict_table as strict
from neoequity.books.strict_table import StrictTable
from placements.terms.ending import TERMINATED_BY

_DOCUMENT, _PAGE, _REMARK = strict.text(120), strict.text(80), strict.text(300)


class TerminatedFacts(NamedTuple):
    """The end of an agreement on a day, by a notice of the day or of an earlier one."""

    agreement: str
    on: date
    noticed_on: date
    by: str | None
    document: str
    page: str
    reason: str


class ReinstatedFacts(NamedTuple):
    """The day from which an agreement that had ended sells again."""

    agreement: str
    on: date
    document: str
    page: str
    reason: str


Facts = TerminatedFacts | ReinstatedFacts


def _terminate(table: StrictTable) -> TerminatedFacts:
    on = table.take("on", strict.day)
    return TerminatedFacts(
        agreement=table.take("agreement", strict.slug),
        on=on,
        noticed_on=table.take("noticed_on", strict.day, default=on),
        by=table.take("by", strict.one_of(TERMINATED_BY), default=None),
        document=table.take("document", _DOCUMENT),
        page=table.take("page", _PAGE, default=""),
        reason=table.take("reason", _REMARK),
    )


def _reinstate(table: StrictTable) -> ReinstatedFacts:
    return ReinstatedFacts(
        agreement=table.take("agreement", strict.slug),
        on=table.take("on", strict.day),
        document=table.take("document", _DOCUMENT),
        page=table.take("page", _PAGE, default=""),
        reason=table.take("reason", _REMARK),
    )


#: How each kind is read.
READERS: Mapping[str, Callable[[StrictTable], Facts]] = {
    "terminate": _terminate,
    "reinstate": _reinstate,
}
