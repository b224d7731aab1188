"""The views of a list that a person sees: their own, and those that others share."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict

from neoequity.people.models import IssuerRight, User
from neoequity.people.sight import issuers_of
from neoequity.saved.kept import Kept
from neoequity.saved.lists import ListOfRows, list_at
from neoequity.saved.models import SavedView


class Shown(NamedTuple):
    """A view with what it keeps; `missing` are filters that its list no longer has.

    Opened from a page of another day than today, `day`, a view without one keeps to that day.
    """

    view: SavedView
    of: ListOfRows
    kept: Kept
    missing: list[str]
    day: date | None = None

    @property
    def words(self) -> str:
        """What the view keeps."""
        return self.kept.in_words(self.of.fields)

    @property
    def url(self) -> str:
        """The list as the view shows it, without filters that the list no longer has."""
        query = self.kept._replace(day=self.kept.day or self.day).query()
        return f"{self.of.address}?{query}" if query else self.of.address


class OfList(NamedTuple):
    """The views of a list, and the one that shows what the page shows now."""

    own: list[Shown]
    shared: list[Shown]
    current: Shown | None


def views_of(of: ListOfRows, person: User, present: Kept, columns: Collection[str]) -> OfList:
    """The views of this list, one's own and shared ones, by name. One query."""
    rows = SavedView.objects.filter(Q(owner=person) | _shared_with(person), address=of.address)
    found = [shown(row, of)._replace(day=present.day) for row in rows.select_related("owner")]
    same = [each for each in found if each.kept.shows(present, columns)]
    return OfList(
        [each for each in found if each.view.owner_id == person.pk],
        [each for each in found if each.view.owner_id != person.pk],
        min(same, key=lambda each: each.view.owner_id != person.pk, default=None),
    )


def _shared_with(person: User) -> Q:
    """Views that others share with somebody.

    Whoever sees some companies gets those of people who see no other: a view may name what its
    owner sees.
    """
    keys = issuers_of(person)
    if keys is None:
        return Q(shared=True)
    see_more = IssuerRight.objects.exclude(issuer__in=keys).values("user")
    see_as_much = IssuerRight.objects.exclude(user__in=see_more).values("user")
    return Q(shared=True, owner__in=see_as_much)


def shown(view: SavedView, of: ListOfRows) -> Shown:
    """The view of this list."""
    kept = Kept.read(QueryDict(view.query))
    return Shown(view, of, kept.of(of.fields), kept.missing(of.fields))


def own_views(person: User) -> list[Shown]:
    """A person's views of lists that they may still open, by list and name. One query."""
    rows: QuerySet[SavedView] = SavedView.objects.filter(owner=person)
    found = [(row, list_at(row.address)) for row in rows]
    views = [shown(row, of) for row, of in found if of is not None and of.is_open_to(person)]
    return sorted(views, key=lambda each: each.of.title)
