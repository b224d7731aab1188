"""Pages of what may be sold: before you sell, the limits, and the checks that were kept."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.company.forms.before_you_sell import QuestionForm
from neoequity.company.models import ProposalCheck
from neoequity.company.selectors.before_you_sell import Asked, before_you_sell
from neoequity.company.selectors.limits import limits_on
from neoequity.company.selectors.today import today_of
from neoequity.company.views.issuer import chosen_issuer
from placements.models import Placement


@require_safe
def sell(request: DatedRequest) -> HttpResponse:
    """`/before-you-sell/`: can we sell so many shares at this price, and what stops us."""
    asks = "agreement" in request.GET
    form = QuestionForm(request.GET if asks else None, initial={"on": request.today})
    asked: Asked | None = None
    if asks and form.is_valid():
        agreement = form.cleaned_data["agreement"]
        asked = before_you_sell(agreement, form.question(), request.today)
    context = {
        "form": form,
        "asked": asked,
        "agreement": form.cleaned_data.get("agreement") if asked else None,
        "agreements": form.agreements,
    }
    status = 400 if asks and form.errors else 200
    return render(request, "company/before_you_sell.html", context, status=status)


@require_safe
def limits(request: DatedRequest) -> HttpResponse:
    """`/company/limits/`: every limit, with what is used and left, as of the day."""
    chosen = chosen_issuer(request)
    rows = limits_on(chosen.issuer, request.as_of) if chosen.issuer else []
    return render(request, "company/limits.html", {"chosen": chosen, "rows": rows})


@require_safe
def checks(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """`/company/checks/<agreement>/<placement>/`: the checks kept with a placement."""
    placement = get_object_or_404(
        Placement.objects.select_related("agreement"), agreement__slug=slug, number=number
    )
    kept = ProposalCheck.objects.filter(placement=placement, day__lte=request.as_of)
    context = {"placement": placement, "kept": kept.select_related("recorded_by")}
    return render(request, "company/checks.html", context)


@require_safe
def today(request: DatedRequest) -> HttpResponse:
    """`/company/today/`: the part of the first screen that says what binds, as of the day."""
    issuer = chosen_issuer(request).issuer
    shown = today_of(issuer, request.as_of) if issuer else None
    return render(request, "company/today.html", {"issuer": issuer, "shown": shown})
