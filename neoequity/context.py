"""What every template knows: the day the product works on, and the agreements in the header."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from neoequity import clock
from placements.models import Agreement


def today(_request: HttpRequest) -> dict[str, date | bool]:
    """`today`, and `day_is_set` for the banner."""
    return {"today": clock.today(), "day_is_set": clock.day_is_set()}


def agreements(_request: HttpRequest) -> dict[str, Any]:
    """`header`: the agreements and their issuers' names, read once by a page that shows them."""
    return {"header": SimpleLazyObject(_header)}


def _header() -> dict[str, Any]:
    found = list(Agreement.objects.select_related("issuer"))
    issuers = dict.fromkeys(agreement.issuer.name for agreement in found)
    return {"agreements": found, "issuers": ", ".join(issuers)}
