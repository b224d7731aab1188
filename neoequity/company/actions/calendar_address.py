"""Secret addresses of an issuer's calendar: created for oneself, revoked for good."""

from collections.abc import Collection
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.secret import digest_of, new_secret, revoked
from neoequity.company.models import CalendarFeed
from neoequity.company.terms.calendar_kinds import KINDS


class NewAddress(NamedTuple):
    """An address as it was created, with the secret that is kept nowhere."""

    feed: CalendarFeed
    token: str


@action(needs="company.add_calendarfeed", told="Created a calendar address")
def create_calendar_address(
    issuer: Issuer, *, carries: Collection[str] = (), by: User
) -> NewAddress:
    """Create an address at which the issuer's calendar can be read without signing in.

    It has events of the kinds in `carries`, or all, also later ones, if none is named.
    """
    unknown = [kind for kind in carries if kind not in KINDS]
    if unknown:
        refuse_if_any([Reason(f"A calendar has no events of the kind “{unknown[0][:40]}”.")])
    token = new_secret()
    chosen = [kind for kind in KINDS if kind in carries]
    feed = CalendarFeed.objects.create(
        issuer=issuer, digest=digest_of(token), carries=chosen, created_by=by
    )
    return NewAddress(feed, token)


@action(needs="company.add_calendarfeed", told="Revoked a calendar address")
def revoke_calendar_address(feed: CalendarFeed, *, by: User) -> CalendarFeed:
    """Revoke an address of one's own, once and for all. Raises Refused for another person's."""
    if feed.created_by_id != by.pk:
        refuse_if_any([Reason(f"{feed} was created by {feed.created_by}: ask an Administrator.")])
    return revoked(feed, by)


@action(needs="people.change_user", told="Revoked a person's calendar address")
def revoke_anyones_calendar_address(feed: CalendarFeed, *, by: User) -> CalendarFeed:
    """Revoke an address of anybody's, once and for all."""
    return revoked(feed, by)
