"""Whose books a person sees: those of the issuers they have a right to, or of the chosen one.

Whoever has no right to a single issuer sees all, so an office with one company notices nothing.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from neoequity.books.models import Issuer
from neoequity.books.seen import Keys, both, is_kept_apart, seeing
from neoequity.people.models import User

NOT_KEPT_APART = (
    "Your account sees only some companies, and the database cannot keep these apart while the "
    "role of DATABASE_URL owns the tables. Ask whoever runs NeoEquity to give it a role of its own."
)
#: In the session: the key of the only issuer that somebody wants to see.
CHOSEN = "issuer"


def issuers_of(person: User) -> Keys:
    """The keys of the issuers that somebody has a right to; None for all."""
    known: list[int] | None = getattr(person, "issuer_keys", None)
    if known is None:
        known = list(person.issuer_rights.values_list("issuer", flat=True))
    return frozenset(known) or None


def sees_all(person: User) -> bool:
    """Whether somebody sees the books of every issuer."""
    return issuers_of(person) is None


def may_see(person: User, issuer: Issuer) -> bool:
    """Whether somebody sees the books of the issuer."""
    keys = issuers_of(person)
    return keys is None or issuer.pk in keys


def shown_in(request: HttpRequest) -> Keys:
    """The keys of the issuers whose books the pages of this request show; None for all."""
    if not request.user.is_authenticated:
        return None
    allowed, chosen = issuers_of(request.user), request.session.get(CHOSEN)
    if chosen is None or (allowed is not None and chosen not in allowed):
        return allowed
    return both(allowed, frozenset([chosen]))


class SightMiddleware:
    """Has whatever follows see the books of the person's issuers alone.

    Answers 503 where the database would show them all, as it does to the owner of its tables.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        keys = shown_in(request)
        if keys is not None and not is_kept_apart():
            return HttpResponse(f"{NOT_KEPT_APART}\n", status=503, content_type="text/plain")
        with seeing(keys):
            return self.get_response(request)
