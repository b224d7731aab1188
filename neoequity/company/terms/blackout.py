"""Blackouts: days on which the issuer lets nothing be sold and no placement be accepted."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.refusal import cite


class Window(NamedTuple):
    """The days from `since` to `until`, both included, why, and the paper that says so."""

    since: date
    until: date
    reason: str
    cited: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day <= self.until


def sentences_against(windows: Iterable[Window], day: date) -> Iterator[str]:
    """A sentence for each blackout that the day lies in."""
    for each in windows:
        if day in each:
            yield (
                f"{written(day)} is in the blackout from {written(each.since)} to "
                f"{written(each.until)}, {each.reason}{cite(each.cited)}: nothing is sold and no "
                "placement accepted on these days."
            )
