"""What every template knows: the day the product works on, and the agreements in the header."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from neoequity import clock
from placements.models import Agreement
from placements.selectors.approvals import waiting_for


def today(_request: HttpRequest) -> dict[str, date | bool]:
    """`today`, and `day_is_set` for the banner."""
    return {"today": clock.today(), "day_is_set": clock.day_is_set()}


def header(request: HttpRequest) -> dict[str, Any]:
    """`header`: agreements, their issuers' names and what waits for me, read once by its page."""
    return {"header": SimpleLazyObject(lambda: _header(request.user))}


def _header(person: Any) -> dict[str, Any]:
    found = list(Agreement.objects.select_related("issuer"))
    issuers = dict.fromkeys(agreement.issuer.name for agreement in found)
    return {
        "agreements": found,
        "issuers": ", ".join(issuers),
        "waiting": waiting_for(person).count(),
    }
