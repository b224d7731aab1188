"""What a view keeps of a list: filter, order, hidden columns and, if asked for, the day."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple, Self
from urllib.parse import urlencode

from django.http import QueryDict

from neoequity.asof import parse_day
from neoequity.books.days import on_page, written
from neoequity.books.pages.remembered import SORT, WITHOUT, names_of

_DAY = "as_of"


class Kept(NamedTuple):
    """Filters with their values, and the order and hidden columns; None for a list without any.

    Never the number of a page. `day` is None for the day on which the view is opened.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: tuple[str, ...] | None = None
    hidden: tuple[str, ...] | None = None
    day: date | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """What an address says, in one form for all ways of writing it."""
        filters = {
            name: tuple(sorted({value.strip() for value in values if value.strip()}))
            for name, values in query.lists()
            if name not in (SORT, WITHOUT, _DAY)
        }
        return cls(
            tuple(sorted((name, values) for name, values in filters.items() if values)),
            names_of(",".join(query.getlist(SORT)), sign="-") if SORT in query else None,
            names_of(",".join(query.getlist(WITHOUT))) if WITHOUT in query else None,
            _day(query.get(_DAY, "")),
        )

    def of(self, fields: Collection[str]) -> Self:
        """Without filters that the list does not have."""
        return self._replace(filters=tuple(each for each in self.filters if each[0] in fields))

    def missing(self, fields: Collection[str]) -> list[str]:
        """The filters that the list does not have, by name."""
        return [name for name, _ in self.filters if name not in fields]

    def shows(self, present: "Kept", columns: Collection[str]) -> bool:
        """Whether a list with these columns, which shows `present`, shows what this one keeps.

        A view that keeps no day, order or columns shows the same with any.
        """
        known = set(columns)
        return (
            self.filters == present.filters
            and self.day in (None, present.day)
            and (self.order is None or _among(known, self.order) == _among(known, present.order))
            and (self.hidden is None or not known & (set(self.hidden) ^ set(present.hidden or ())))
        )

    def query(self) -> str:
        """As the query of an address; read again, it is the same."""
        said = [(name, value) for name, values in self.filters for value in values]
        if self.order is not None:
            said += [(SORT, name) for name in self.order or ("",)]
        if self.hidden is not None:
            said.append((WITHOUT, ",".join(self.hidden)))
        if self.day is not None:
            said.append((_DAY, self.day.isoformat()))
        return urlencode(said)

    def in_words(self, labels: Mapping[str, str]) -> str:
        """As its owner reads it: Agreement sales-agreement; sorted by shares, falling."""
        said = [f"{labels.get(name, name)}: {', '.join(values)}" for name, values in self.filters]
        if self.order:
            said.append(f"sorted by {', '.join(_direction(name) for name in self.order)}")
        if self.hidden:
            said.append(f"without {', '.join(name.replace('_', ' ') for name in self.hidden)}")
        if self.day is not None:
            said.append(f"as of {written(self.day)}")
        return on_page("; ".join(said)) or "All rows, in the list's own order"


def _among(columns: set[str], order: tuple[str, ...] | None) -> list[str]:
    return [name for name in order or () if name.removeprefix("-") in columns]


def _direction(name: str) -> str:
    words = name.removeprefix("-").replace("_", " ")
    return f"{words}, descending" if name.startswith("-") else words


def _day(text: str) -> date | None:
    """The day, None for none and for what is not one."""
    try:
        return parse_day(text)
    except ValueError:
        return None
