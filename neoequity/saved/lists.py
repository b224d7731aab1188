"""The lists of which views can be saved: their names, filters, and who may open them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from django.http import Http404
from django.urls import ResolverMatch, resolve

from neoequity.books.accounts import User
from neoequity.books.kinds import kind_named
from neoequity.history.filters import HistoryForm
from neoequity.people.filters import LoginForm
from neoequity.read_access import right_to
from neoequity.roles import READ_BOOKS
from neoequity.statements.filters import LineFilter, StatementFilter
from placements.filters import PlacementFilter, SaleFilter
from warrants.filters import WarrantFilter


class ListOfRows(NamedTuple):
    """A list at an address. `fields` are its filters by name, each with its label.

    `needs` is the permission (app.codename) to open it, None where a sign-in is enough.
    """

    address: str
    title: str
    fields: Mapping[str, str]
    needs: str | None

    @property
    def has_a_day(self) -> bool:
        """Whether the list is that of a day, as all of the books are."""
        return self.needs == READ_BOOKS

    def is_open_to(self, person: User) -> bool:
        """Whether the person may open the list."""
        return self.needs is None or person.has_perm(self.needs)


def _labels(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(getattr(field, "label", "") or name) for name, field in fields.items()}


#: By the name of the address: the list's title, and its filters.
_LISTS: Mapping[str, tuple[str, Callable[[], dict[str, str]]]] = {
    "placements:sales": ("Sales", lambda: _labels(SaleFilter.base_filters)),
    "placements:placements": ("Placements", lambda: _labels(PlacementFilter.base_filters)),
    "warrants:register": ("Warrants", lambda: _labels(WarrantFilter.base_filters)),
    "statements:statements": ("Statements", lambda: _labels(StatementFilter.base_filters)),
    "statements:lines": ("Lines of statements", lambda: _labels(LineFilter.base_filters)),
    "history": ("History", lambda: _labels(HistoryForm.base_fields)),
    "people": ("People", dict),
    "logins": ("Sign-in log", lambda: _labels(LoginForm.base_fields)),
}
#: The lists of records are one address for all kinds, each with a title of its own.
_RECORDS = "records"


def list_at(address: str) -> ListOfRows | None:
    """The list at this path; None if no list is there."""
    try:
        return list_of(address, resolve(address))
    except Http404:
        return None


def list_of(address: str, match: ResolverMatch | None) -> ListOfRows | None:
    """The list at this path, which leads to `match`."""
    if match is None:
        return None
    needs = right_to(match.func)
    if match.view_name == _RECORDS:
        kind = kind_named(match.kwargs["kind"])
        return None if kind is None else ListOfRows(address, kind.title, {}, needs)
    if match.view_name not in _LISTS:
        return None
    title, fields = _named(match.view_name)
    return ListOfRows(address, title, fields, needs)


@cache
def _named(name: str) -> tuple[str, Mapping[str, str]]:
    title, fields = _LISTS[name]
    return title, fields()
