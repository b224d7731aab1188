"""`/accounts/company/`: which company's books the pages show to somebody who sees several."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from neoequity.books.addresses import page_of_ours
from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.seen import is_kept_apart, seeing
from neoequity.people.sight import CHOSEN, issuers_of


@require_POST
def choose_company(request: DatedRequest) -> HttpResponse:
    """Remembers the choice in the session; one that the person does not see counts as none.

    Leads back to the page, as far as it is one that every company has.
    """
    with seeing(issuers_of(request.user)):
        chosen = Issuer.objects.filter(slug=request.POST.get("company", "")).first()
    if chosen is None or not is_kept_apart():
        request.session.pop(CHOSEN, None)
    else:
        request.session[CHOSEN] = chosen.pk
    return HttpResponseRedirect(_page_of_any(request, request.POST.get("next", "")))


def _page_of_any(request: HttpRequest, wanted: str) -> str:
    """The page on its day without filters; the first screen for that of a single record."""
    parts = urlsplit(page_of_ours(request, wanted))
    try:
        is_of_a_record = bool(resolve(parts.path).kwargs)
    except Resolver404:
        is_of_a_record = True
    day = QueryDict(parts.query).get("as_of")
    query = f"?{urlencode({'as_of': day})}" if day else ""
    return f"{'/' if is_of_a_record else parts.path}{query}"
