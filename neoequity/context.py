"""What every template knows: the day, the header, and whether one has entered."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from neoequity import clock
from neoequity.books.approvals.selectors import waiting_for
from neoequity.books.kinds import kinds_with_pages
from neoequity.people.entry import has_entered
from neoequity.roles import READ_BOOKS
from placements.models import Agreement


def today(_request: HttpRequest) -> dict[str, date | bool]:
    """`today`, and `day_is_set` for the banner."""
    return {"today": clock.today(), "day_is_set": clock.day_is_set()}


def header(request: HttpRequest) -> dict[str, Any]:
    """`header`: agreements, issuers, the chains' heads, what waits for me; read once by a page.

    Nothing of the books for somebody who may not read them.
    """
    return {"header": SimpleLazyObject(lambda: _header(request.user))}


def entered(request: HttpRequest) -> dict[str, bool]:
    """`entered`: whether somebody has logged in and passed every step; else nothing leads on."""
    return {"entered": has_entered(request)}


def _header(person: Any) -> dict[str, Any]:
    agreements = Agreement.objects.select_related("issuer__chain_head")
    found = list(agreements) if person.has_perm(READ_BOOKS) else []
    issuers = {agreement.issuer_id: agreement.issuer for agreement in found}
    return {
        "agreements": found,
        "issuers": ", ".join(issuer.name for issuer in issuers.values()),
        "kinds": kinds_with_pages(),
        "chained": list(issuers.values()),
        "waiting": waiting_for(person).count(),
    }
