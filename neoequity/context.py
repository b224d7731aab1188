"""What every template knows: the day the product works on, the agreements, the chains' heads."""

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
    """`header`: the agreements, their issuers and the chains' heads, read once by a page."""
    return {"header": SimpleLazyObject(_header)}


def _header() -> dict[str, Any]:
    found = list(Agreement.objects.select_related("issuer__chain_head"))
    issuers = {agreement.issuer_id: agreement.issuer for agreement in found}
    return {
        "agreements": found,
        "issuers": ", ".join(issuer.name for issuer in issuers.values()),
        "chained": list(issuers.values()),
    }
