"""The page that requests new terms of an agreement: the form, and a preview of the changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.amendment import ask_amendment, next_version, reasons_against_version
from placements.forms.amendment import AmendmentForm
from placements.models import Agreement, TermVersion
from placements.tables.agreement import ChangeLine, change_lines
from placements.terms.request import AMENDMENT


@write_view("placements.change_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: DatedRequest, slug: str) -> HttpResponse:
    """`/agreements/<slug>/amend/`: enter the change, preview it, then request approval."""
    agreements = Agreement.objects.select_related("issuer", "shelf").prefetch_related("fee_tiers")
    agreement = get_object_or_404(agreements, slug=slug)
    form = AmendmentForm(
        agreement, submitted_data(request), initial={"effective_on": request.today}
    )
    changes: list[ChangeLine] = []
    version = None
    if form.is_valid() and "ask" in request.POST:
        approval = acted(
            form,
            lambda _: ask_amendment(
                agreement,
                **form.facts(),
                fee_tiers=form.tiers(),
                by=request.user,
                today=request.today,
            ),
        )
        if approval is not None:
            messages.success(request, f"{approval} is awaiting a CFO's decision: {approval.what}.")
            return redirect(approval)
    elif form.is_valid():
        version = next_version(agreement, **form.facts())
        changes = _preview(form, version, request)
    page = {
        "agreement": agreement,
        "form": form,
        "changes": changes,
        "version": version,
        "last": agreement.versions.latest("number"),
        "asked": requests_about(AMENDMENT, agreement.pk).that_waits(),
    }
    status = 422 if form.errors else 200
    return render(request, "placements/amendment_form.html", page, status=status)


def _preview(form: AmendmentForm, version: TermVersion, request: DatedRequest) -> list[ChangeLine]:
    """What the change would change; reasons against it go into the form."""
    agreement, tiers = form.agreement, form.tiers()
    form.add_reasons(reasons_against_version(agreement, version, tiers, today=request.today))
    if form.errors:
        return []
    return change_lines(agreement, version, agreement.tiers(), form.tiers_after())
