"""The request for an export: a day, a moment, an agreement, a filter."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from neoequity.books.days import read_day
from neoequity.books.refusal import Reason, Refused

T = TypeVar("T")

#: A filter on what a dataset reads, such as the one above a page's table: it narrows a queryset or,
#: for the history, what is sought.
Narrow = Callable[[Any], Any]

NEW_YORK = ZoneInfo("America/New_York")
FIRST_YEAR, LAST_YEAR = 1980, 2100

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}\S{0,25}", re.ASCII)
_SHOWN = 40


def everything(rows: T) -> T:
    """The filter that passes all rows."""
    return rows


class ExportQuery(NamedTuple):
    """What had happened by `as_of` and was recorded by `known_at`, in all books or in some.

    `agreement` and `issuer` are slugs.
    """

    as_of: date
    known_at: datetime | None = None
    agreement: str | None = None
    narrow: Narrow = everything
    issuer: str | None = None

    def under(self, agreement: str) -> dict[str, str]:
        """The filter on rows whose agreement is at the end of this path; empty: their own issuer.

        Raises Refused when an agreement is asked for and the rows are under none.
        """
        if not agreement and self.agreement is not None:
            raise Refused([Reason("This dataset is the issuer's: export it without an agreement.")])
        issuer = f"{agreement}__issuer__slug" if agreement else "issuer__slug"
        slugs = {f"{agreement}__slug": self.agreement, issuer: self.issuer}
        return {path: slug for path, slug in slugs.items() if slug is not None}


def parse_day(text: str) -> date:
    """A day written as YYYY-MM-DD. Raises ValueError with a sentence."""
    day = read_day(text)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(
            f"“{text[:_SHOWN]}” is not a day from {FIRST_YEAR} to {LAST_YEAR}, written as "
            "YYYY-MM-DD."
        )
    return day


def parse_moment(text: str, *, needs_zone: bool = False) -> datetime:
    """A moment written as ISO 8601, in New York's time, which is also the zone if it names none.

    So no other zone reaches the database, which knows none 16 hours away. With `needs_zone`, the
    text must name one. Raises ValueError with a sentence.
    """
    try:
        moment = datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        moment = None
    if (
        moment is None
        or not FIRST_YEAR <= moment.year <= LAST_YEAR
        or (needs_zone and moment.tzinfo is None)
    ):
        raise ValueError(
            f"“{text[:_SHOWN]}” is not a time from {FIRST_YEAR} to {LAST_YEAR}, written as "
            "2001-11-12T17:30:00 (New York) or with a zone, as 2001-11-12T22:30:00Z."
        )
    return moment.astimezone(NEW_YORK) if moment.tzinfo else moment.replace(tzinfo=NEW_YORK)
