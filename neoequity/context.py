"""Context processors: the day, the header, and whether the user is fully signed in."""

from datetime import date
from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from neoequity import clock
from neoequity.books.accounts import User
from neoequity.books.approvals.selectors import number_for
from neoequity.books.kinds import kinds_with_pages
from neoequity.books.models import Issuer
from neoequity.books.seen import is_kept_apart, seeing
from neoequity.people.entry import has_entered
from neoequity.people.sight import CHOSEN, issuers_of
from neoequity.roles import READ_BOOKS
from placements.models import Agreement

#: Of an agreement the header shows its name, and the footer the head of its issuer's chain.
_SHOWN = (
    *("slug", "name", "issuer__name"),
    *("issuer__chain_head__length", "issuer__chain_head__digest"),
)

_ROOMS = ("company", "placements", "statements")


def today(_request: HttpRequest) -> dict[str, date | bool]:
    """`today`, and `day_is_set` for the banner."""
    return {"today": clock.today(), "day_is_set": clock.day_is_set()}


def header(request: HttpRequest) -> dict[str, object]:
    """`header`: agreements, issuers, chain heads and how many requests wait for the user.

    With several issuers also those that can be chosen, and the one that is.

    Read at most once for each page; users without the right to read the books see none of them.
    """
    return {"header": SimpleLazyObject(lambda: _header(request))}


def entered(request: HttpRequest) -> dict[str, bool]:
    """`entered`: whether the user has passed every step of signing in."""
    return {"entered": has_entered(request)}


def _header(request: HttpRequest) -> dict[str, object]:
    person = cast(User, request.user)
    rows = Agreement.objects.select_related("issuer__chain_head").only(*_SHOWN)
    agreements = list(rows) if person.has_perm(READ_BOOKS) else []
    issuers = {agreement.issuer_id: agreement.issuer for agreement in agreements}
    chosen, companies = _companies(request, len(issuers))
    return {
        "agreements": agreements,
        "issuers": chosen.name if chosen else ", ".join(each.name for each in issuers.values()),
        "chosen": chosen,
        "companies": companies,
        # The others are reached from their rooms, those of placements from settlements.
        "kinds": [kind for kind in kinds_with_pages() if kind.model._meta.app_label not in _ROOMS],
        "company": _opens(request, "company"),
        "statements": _opens(request, "statements"),
        "chained": list(issuers.values()),
        "waiting": number_for(person) if person.has_perm(READ_BOOKS) else 0,
    }


def _companies(request: HttpRequest, shown: int) -> tuple[Issuer | None, list[Issuer]]:
    """The company that was chosen, and all that can be; no list where there is nothing to choose.

    Asks the database only if several are shown, or one was chosen.
    """
    person, key = cast(User, request.user), request.session.get(CHOSEN)
    if (key is None and shown < 2) or not person.has_perm(READ_BOOKS):
        return None, []
    with seeing(issuers_of(person)):
        companies = list(Issuer.objects.order_by("name"))
    chosen = next((each for each in companies if each.pk == key), None)
    return chosen, companies if len(companies) > 1 and is_kept_apart() else []


def _opens(request: HttpRequest, app: str) -> bool:
    """Whether the page is one of the app's rooms or of its records."""
    match = request.resolver_match
    if match is None:
        return False
    kinds = {kind.name for kind in kinds_with_pages() if kind.model._meta.app_label == app}
    return match.app_name == app or match.kwargs.get("kind") in kinds
