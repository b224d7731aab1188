"""The secret addresses of calendars: whose they are, and the one that a secret opens."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from pghistory.models import Context

from neoequity.books.accounts import User
from neoequity.books.chain.log import LoggedChange
from neoequity.books.chain.models import Seal
from neoequity.books.models import Issuer
from neoequity.company.models import CalendarFeed
from neoequity.company.terms.calendar_feed import digest_of

_READ = "books.read_books"


def feed_of(token: str) -> CalendarFeed | None:
    """The address that this secret opens; None for an unknown or revoked one.

    None as well once its creator may not read the books any more. One query for any text that is
    not the secret of an address.
    """
    feeds = CalendarFeed.objects.filter(digest=digest_of(token), revoked_at=None)
    feed = feeds.select_related("issuer").first()
    return feed if feed is not None and _may_read(feed.created_by_id) else None


def addresses(of: User | None = None) -> QuerySet[CalendarFeed]:
    """The addresses of a person, or everybody's, the latest first."""
    rows = CalendarFeed.objects.select_related("issuer", "created_by", "revoked_by")
    return rows if of is None else rows.filter(created_by=of)


class Revision(NamedTuple):
    """The state of the books: when they last changed, and a number that only ever grows."""

    moment: datetime
    number: int


def revision_of(issuer: Issuer, feed: CalendarFeed) -> Revision:
    """The last change of the books: an entry of the issuer's, or anything that the history has."""
    seals = Seal.objects.filter(head__issuer=issuer).order_by("-position")
    changes = LoggedChange.objects.order_by("-position")
    last = [
        *seals.values_list("position", "context_id")[:1],
        *changes.values_list("position", "context_id")[:1],
    ]
    moments = Context.objects.filter(pk__in=[key for _, key in last if key])
    return Revision(
        max([feed.created_at, *moments.values_list("created_at", flat=True)]),
        sum(position for position, _ in last),
    )


def _may_read(key: int) -> bool:
    """Whether an account still has the right, and has not ended."""
    backends = (each for each in get_backends() if isinstance(each, ModelBackend))
    people = (backend.get_user(key) for backend in backends)
    return any(person is not None and person.has_perm(_READ) for person in people)
