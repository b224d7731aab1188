"""The rights of a day as known at its end or, today, now; and the reviews of an issuer."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused
from neoequity.clock import NEW_YORK
from neoequity.company.actions.access_review import digest_of
from neoequity.company.models import AccessReview
from neoequity.people.access import Account, accounts_at
from neoequity.reports.access.statement import accounts_in, changes, statement_of

_MICROSECOND = timedelta(microseconds=1)


class Reading(NamedTuple):
    """Who could do what at a moment of a day, with the statement and its SHA-256."""

    day: date
    known_at: datetime
    accounts: Sequence[Account]
    statement: str
    digest: str


class Signed(NamedTuple):
    """A review as it was signed off, and what has changed since, in sentences."""

    review: AccessReview
    changes: Sequence[str]


def last_moment(day: date, now: datetime) -> datetime:
    """The end of a day in New York, or now, if that is earlier.

    Raises Refused for a day in the future.
    """
    today = now.astimezone(NEW_YORK).date()
    if day > today:
        sentence = f"{written(day)} is in the future; today is {written(today)}."
        raise Refused([Reason(sentence, "day")])
    midnight = datetime.combine(day + timedelta(days=1), time(), NEW_YORK)
    return min(midnight - _MICROSECOND, now)


def reading_at(day: date, known_at: datetime) -> Reading:
    """Who could do what at a moment of the day; a constant number of queries."""
    accounts = accounts_at(known_at, day)
    statement = statement_of(accounts)
    return Reading(day, known_at, accounts, statement, digest_of(statement))


def reviews_of(issuer: Issuer, most: int) -> list[AccessReview]:
    """The latest reviews of an issuer, the last signed first; one query."""
    rows = AccessReview.objects.filter(issuer=issuer).select_related("recorded_by")
    return list(rows.order_by("-pk")[:most])


def changed_since(review: AccessReview, now: Reading) -> Signed:
    """What has changed between the review and the rights as they are."""
    return Signed(review, changes(accounts_in(review.statement), now.accounts))
