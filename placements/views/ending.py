"""The pages that request the end of an agreement and its reinstatement."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.models import Approval
from neoequity.books.approvals.selectors import requests_about
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.ending import (
    ask_reinstatement,
    ask_termination,
    reasons_against_ending,
    reasons_against_reinstatement,
)
from placements.forms.ending import ReinstatementForm, TerminationForm
from placements.models import Agreement
from placements.terms.ending import ENDS_AS
from placements.terms.request import AMENDMENT


@write_view("placements.change_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def terminate(request: DatedRequest, slug: str) -> HttpResponse:
    """`/agreements/<slug>/terminate/`: enter the notice, then request approval."""
    agreement = _agreement(slug)
    form = TerminationForm(submitted_data(request), initial={"noticed_on": request.today})
    approval = acted(
        form,
        lambda facts: ask_termination(agreement, **facts, by=request.user, today=request.today),
    )
    page = _page(agreement, form) | {"against": reasons_against_ending(agreement)}
    return _answered(request, approval, "placements/terminate.html", page)


@write_view("placements.change_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def reinstate(request: DatedRequest, slug: str) -> HttpResponse:
    """`/agreements/<slug>/reinstate/`: enter from when it sells again, then request approval."""
    agreement = _agreement(slug)
    form = ReinstatementForm(submitted_data(request), initial={"effective_on": request.today})
    approval = acted(
        form,
        lambda facts: ask_reinstatement(agreement, **facts, by=request.user, today=request.today),
    )
    page = _page(agreement, form) | {"against": reasons_against_reinstatement(agreement)}
    return _answered(request, approval, "placements/reinstate.html", page)


def _agreement(slug: str) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("issuer", "shelf"), slug=slug)


def _page(agreement: Agreement, form: PageForm) -> dict[str, object]:
    return {
        "agreement": agreement,
        "form": form,
        "open": agreement.placements.filter(status__in=ENDS_AS).order_by("number"),
        "asked": requests_about(AMENDMENT, agreement.pk).that_waits(),
    }


def _answered(
    request: DatedRequest, approval: Approval | None, template: str, page: Mapping[str, object]
) -> HttpResponse:
    """The request's page once it is made; until then the form, and what ends with it."""
    if approval is not None:
        messages.success(request, f"{approval} is awaiting a CFO's decision: {approval.what}.")
        return redirect(approval)
    form = page["form"]
    status = 422 if isinstance(form, PageForm) and form.errors else 200
    return render(request, template, dict(page), status=status)
