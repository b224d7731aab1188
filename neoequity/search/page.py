"""The page of the search."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.search.others import (
    agreements_found,
    days_found,
    documents_found,
    placements_found,
    requests_found,
)
from neoequity.search.result import Group, Marker
from neoequity.search.sales import sales_found
from neoequity.search.typed import LONGEST, Typed, read
from neoequity.search.warrants import holders_found, warrants_found
from placements.models import Agreement
from placements.selectors.known_at import agreement_names


@require_safe
def search(request: DatedRequest) -> HttpResponse:
    """`/search/?q=…`, as of the day in the address.

    Leads on to the record where the text is the whole reference or code of one, and nothing else
    has been found.
    """
    typed = read(request.GET.get("q", ""))
    groups = found(request, typed) if typed.text and not typed.too_long else []
    hits = [hit for group in groups for hit in group.hits]
    if len(hits) == 1 and hits[0].exact:
        return redirect(hits[0].url)
    context = {"typed": typed, "groups": groups, "longest": LONGEST, "number": len(hits)}
    return render(request, "neoequity/search.html", context, status=400 if typed.too_long else 200)


def found(request: DatedRequest, typed: Typed) -> list[Group]:
    """The groups in which something was found; the number of queries does not depend on it."""
    as_of, marker = request.as_of, Marker(typed)
    agreements = list(Agreement.objects.select_related("issuer").prefetch_related("versions"))
    codes = {agreement.code: agreement.pk for agreement in agreements}
    names = agreement_names(as_of)
    groups = (
        placements_found(typed, as_of, codes, names, marker),
        sales_found(typed, as_of, codes, names, marker),
        warrants_found(typed, as_of, marker),
        holders_found(typed, as_of, marker),
        requests_found(typed, marker),
        documents_found(typed, marker),
        agreements_found(typed, as_of, names, agreements, marker),
        days_found(typed, as_of),
    )
    return [_on_the_day(request, group) for group in groups if group.hits]


def _on_the_day(request: DatedRequest, group: Group) -> Group:
    """The group with addresses that keep the day of the page."""
    if not request.as_of_given:
        return group
    return group._replace(hits=[hit._replace(url=_dated(hit.url, request)) for hit in group.hits])


def _dated(url: str, request: DatedRequest) -> str:
    if "as_of=" in url:
        return url
    path, mark, anchor = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}as_of={request.as_of}{mark}{anchor}"
