"""Requests for registration: those recorded, when each holder may ask, and the form."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.models import Agreement
from warrants.actions.registration import request_registration
from warrants.forms.issuer import RegistrationForm
from warrants.models import RegistrationRequest
from warrants.selectors.register import Holding, holdings
from warrants.views.acting import form_page


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: DatedRequest) -> HttpResponse:
    """GET lists the requests by the day; POST records one."""
    if request.method == "POST":
        return _record(request)
    return _page(request, RegistrationForm(initial={"requested_on": request.today}))


@write_view("warrants.add_registrationrequest")
def _record(request: DatedRequest) -> HttpResponse:
    form = RegistrationForm(submitted_data(request))
    recorded = acted(
        form,
        lambda cleaned: request_registration(
            cleaned["agreement"],
            **{name: value for name, value in cleaned.items() if name != "agreement"},
            by=request.user,
            today=request.today,
        ),
    )
    if recorded is None:
        return _page(request, form)
    messages.success(
        request, f"The {recorded.get_kind_display().lower()} of {recorded.holder} is recorded."
    )
    return redirect("warrants:registration")


def _page(request: DatedRequest, form: RegistrationForm) -> HttpResponse:
    requests = RegistrationRequest.objects.filter(requested_on__lte=request.as_of)
    context: dict[str, object] = {
        "requests": requests.select_related("agreement", "holder", "recorded_by"),
        "agreements": _agreements(request.as_of),
        "rights": _rights(holdings(request.as_of), request.as_of),
        "may_record": request.as_of == request.today
        and request.user.has_perm("warrants.add_registrationrequest"),
    }
    return form_page(request, "warrants/registration.html", form, context)


def _agreements(as_of: date) -> list[dict[str, object]]:
    """Each agreement that grants registration, with the demands made by the day."""
    demanded = Q(
        registration_requests__kind="demand", registration_requests__requested_on__lte=as_of
    )
    agreements = Agreement.objects.filter(warrant_registration_years__isnull=False)
    rows: list[dict[str, object]] = []
    with_demands = agreements.annotate(demands=Count("registration_requests", filter=demanded))
    for agreement in with_demands.prefetch_related("term_citations"):
        cited = {page.term: page for page in agreement.term_citations.all()}
        rows.append({"agreement": agreement, "cited": cited.get("warrant_registration_years")})
    return rows


def _rights(balances: list[Holding], as_of: date) -> list[dict[str, object]]:
    """The day from which each holder may ask under each agreement, by its earliest warrant."""
    earliest: dict[tuple[int, int], Holding] = {}
    for holding in balances:
        day = holding.warrant.registrable_from
        if holding.warrant.agreement_id is None or day is None:
            continue
        key = (holding.warrant.agreement_id, holding.holder.pk)
        previous = earliest.get(key)
        if previous is None or (previous.warrant.registrable_from or date.max) > day:
            earliest[key] = holding
    return [
        {
            "agreement": holding.warrant.agreement,
            "holder": holding.holder,
            "day": holding.warrant.registrable_from,
            "reached": (holding.warrant.registrable_from or date.max) <= as_of,
        }
        for holding in earliest.values()
    ]
