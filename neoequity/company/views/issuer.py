"""The issuer whose page is asked for: the one in the address, or the first by name."""

from typing import NamedTuple

from django.http import Http404

from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest


class Chosen(NamedTuple):
    """The issuer of the page, None in books without any, and the others to choose from."""

    issuer: Issuer | None
    others: list[Issuer]


def chosen_issuer(request: DatedRequest) -> Chosen:
    """The issuer by `?issuer=`; raises Http404 for one that is not in the books."""
    issuers = list(Issuer.objects.order_by("name"))
    slug = request.GET.get("issuer", "")
    found = [each for each in issuers if slug in ("", each.slug)]
    if slug and not found:
        raise Http404(f"There is not an issuer “{slug}”.")
    issuer = found[0] if found else None
    return Chosen(issuer, [each for each in issuers if each != issuer])
