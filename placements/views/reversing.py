"""The page that requests the reversal of a sale."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.commission import Reversed, cost_of_reversal
from placements.actions.sale import ask_reversal, reasons_against_reversal
from placements.forms.sales import ReversalForm
from placements.models import Sale
from placements.selectors.one_sale import counted_after_splits, left_around
from placements.terms.request import REVERSAL
from placements.views.attachments import documents_on
from placements.views.sales import sale_named


def gives_back(posted: Sale, on: date) -> Reversed | None:
    """What reversing the sale from the day gives back and displaces; None before its trade date."""
    if posted.kind != "sale" or on < posted.trade_date:
        return None
    return cost_of_reversal(posted, on)


@write_view("placements.add_sale")
@require_http_methods(["GET", "HEAD", "POST"])
def sale_reverse(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Request the reversal of a sale, after showing what it gives back."""
    posted = sale_named(slug, number)
    form = ReversalForm(submitted_data(request), initial={"on": request.today})
    effective = request.today
    if form.is_valid():
        effective = form.cleaned_data["on"]
    if form.is_valid() and "check" not in request.POST:
        approval = acted(
            form,
            lambda cleaned: ask_reversal(posted, **cleaned, by=request.user, today=request.today),
        )
        if approval is not None:
            messages.success(
                request,
                f"{approval} is awaiting a CFO's decision: approving it reverses "
                f"{str(posted).lower()} of the {posted.agreement}.",
            )
            return redirect(posted)
    context = {
        "sale": posted,
        "counted": counted_after_splits(posted, request.as_of),
        "left": left_around(posted, request.today),
        "record": posted,
        "form": form,
        "against": [
            *reasons_against_asking(REVERSAL, posted.pk),
            *reasons_against_reversal(
                posted, on=request.today, reason="asked for below", today=request.today
            ),
        ],
        "effective": effective,
        "reversal": gives_back(posted, effective),
        **documents_on(
            request,
            reverse("placements:sale_attach", args=[slug, number]),
            posted,
            getattr(posted, "delivery", None),
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "placements/sale_reverse.html", context, status=status)
