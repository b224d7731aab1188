"""The secret addresses of calendars: whose they are, and the one that a secret opens."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from pghistory.models import Context

from neoequity.books.accounts import User
from neoequity.books.chain.log import LoggedChange
from neoequity.books.chain.models import Seal
from neoequity.books.models import Issuer
from neoequity.books.secret import digest_of, reader
from neoequity.company.models import CalendarFeed


def feed_of(token: str) -> CalendarFeed | None:
    """The address that this secret opens; None for an unknown or revoked one.

    None as well once its creator may not read the issuer's books any more. One query for any text
    that is not the secret of an address.
    """
    feeds = CalendarFeed.objects.filter(digest=digest_of(token), revoked_at=None)
    feed = feeds.select_related("issuer").first()
    if feed is None or reader(feed.created_by_id, feed.issuer_id) is None:
        return None
    return feed


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
