"""Notices of access: reviews of a past quarter not signed off, and accounts about to end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.days import on_page, written
from neoequity.books.periods.rules import quarter_of
from neoequity.clock import NEW_YORK
from neoequity.company.models import AccessReview
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import ahead_of
from neoequity.people.models import SYSTEM_ACCOUNTS, User

#: Days before the last day of an account on which it is told.
AHEAD = ((7, Urgency.SOON), (30, Urgency.INFORMATION))
#: So many accounts are told.
MOST = 100


def access_reviews(books: Books, now: datetime) -> Iterator[Notice]:
    """One for each issuer without a review of the past quarter, by the real day.

    Nothing is missing of a quarter in which nobody had an account yet.
    """
    this_quarter = quarter_of(_real_day(now))
    past = quarter_of(this_quarter.starts_on - timedelta(days=1))
    began = datetime.combine(this_quarter.starts_on, datetime.min.time(), NEW_YORK)
    people = User.objects.exclude(username__in=SYSTEM_ACCOUNTS)
    if not people.filter(date_joined__lt=began).exists():
        return
    reviewed = AccessReview.objects.filter(reviewed_on__range=past)
    signed = set(reviewed.values_list("issuer_id", flat=True))
    asked = urlencode({"day": past.ends_on.isoformat()})
    for issuer in books.issuers:
        if issuer.pk not in signed:
            yield Notice(
                Kind.ACCESS_REVIEW,
                f"{issuer.name} has no signed-off access review for {on_page(past.label)}, which "
                f"ended on {written(past.ends_on)}.",
                f"{reverse('reports:access_review')}?{asked}&{urlencode({'issuer': issuer.slug})}",
                Urgency.SOON,
                past.ends_on,
                f"{issuer.slug}:{past.label}",
            )


def accounts(now: datetime) -> Iterator[Notice]:
    """One for each account whose last day is near, by the real day."""
    today = _real_day(now)
    last = today + timedelta(days=AHEAD[-1][0])
    rows = User.objects.filter(is_active=True, expires_on__range=(today, last))
    for row in rows.exclude(username__in=SYSTEM_ACCOUNTS).order_by("expires_on", "pk")[:MOST]:
        day = row.expires_on
        step = None if day is None else ahead_of(day, today, AHEAD)
        if day is not None and step is not None:
            yield Notice(
                Kind.ACCOUNT_EXPIRING,
                f"The account of {row} expires after {written(day)}: enter a later last day if the "
                "account is still needed.",
                reverse("people"),
                step[1],
                day,
                f"{row.pk}:{day.isoformat()}:{step[0]}",
            )


def _real_day(now: datetime) -> date:
    return now.astimezone(NEW_YORK).date()
