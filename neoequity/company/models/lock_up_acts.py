"""What the lock-up forbids, as the books have it: other offers, calls and issues of shares."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from neoequity.books.models import Issuer
from neoequity.books.money import of_shares
from neoequity.company.models.figure import ShareEvent
from neoequity.company.models.lock_up import Offering
from neoequity.company.models.standing import standing
from neoequity.company.terms.choices import OFFERS, SHARE_EVENTS
from neoequity.company.terms.lock_up import Act, Kind
from neoequity.company.terms.spans import Span
from warrants.models import CallNotice

#: What each kind of other offer is to the clause.
KINDS: Mapping[str, Kind] = {
    "offer": Kind.OFFER,
    "sale": Kind.SALE,
    "grant": Kind.GRANT,
    "call": Kind.CALL,
    "convertible": Kind.SALE,
}

#: The share events by which the company itself issues stock; a holder's exercise is none of them.
_ISSUES: Mapping[str, Kind] = {"issue": Kind.SALE, "conversion": Kind.SALE, "grant": Kind.GRANT}


def acts_on(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> list[Act]:
    """The issuer's other offers, issues and calls by a day; three queries."""
    return [
        *_offers(issuer, as_of, known_at),
        *_issues(issuer, as_of, known_at),
        *_calls(issuer, as_of, known_at),
    ]


def act_of_offer(offer: Offering, horizon: date) -> Act:
    """Another offer as an act of the clause.

    An offer lasts until the day on which it ended, or to the horizon while it is open; a sale,
    grant, call or issue is an act of its day unless it says until when.
    """
    what = f"{OFFERS[offer.kind]} “{offer.what}”"
    until = offer.until or offer.day
    if offer.until is None and offer.kind == "offer":
        what, until = f"{what} (still open)", max(horizon, offer.day)
    return Act(KINDS[offer.kind], what, Span(offer.day, until), offer.party)


def act_of_call(name: str, on: date) -> Act:
    """The call of a series of warrants as an act of the day on which its notice is delivered."""
    return Act(Kind.CALL, f"The call of the {name}", Span(on, on), "")


def _offers(issuer: Issuer, as_of: date, known_at: datetime | None) -> Iterator[Act]:
    for offer in standing(Offering, issuer, as_of, known_at).order_by("day", "pk"):
        yield act_of_offer(offer, as_of)


def _issues(issuer: Issuer, as_of: date, known_at: datetime | None) -> Iterator[Act]:
    rows = standing(ShareEvent, issuer, as_of, known_at).filter(event__in=_ISSUES)
    for row in rows.order_by("day", "pk"):
        what = f"{SHARE_EVENTS[row.event]} ({of_shares(row.shares)})"
        yield Act(_ISSUES[row.event], what, Span(row.day, row.day), "")


def _calls(issuer: Issuer, as_of: date, known_at: datetime | None) -> Iterator[Act]:
    calls = CallNotice.objects.filter(series__issuer=issuer, delivered_on__lte=as_of)
    if known_at is not None:
        calls = calls.filter(recorded_at__lte=known_at)
    for call in calls.select_related("series").order_by("delivered_on", "pk"):
        yield act_of_call(call.series.name, call.delivered_on)
