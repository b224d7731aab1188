"""Requesting another price for a call whose closing bid or market price was mistyped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from warrants.actions.calls import (
    ask_call_correction,
    exercises_at,
    reasons_against_touching,
    working,
)
from warrants.forms.issuer import CallCorrectionForm
from warrants.models import CallNotice
from warrants.terms.request import CALL_CORRECTION
from warrants.views.acting import form_page


@write_view("warrants.change_callnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_call(request: DatedRequest, slug: str, pk: int) -> HttpResponse:
    """Request the correction; `check` only shows the resulting price."""
    calls = CallNotice.objects.select_related("series__issuer")
    call = get_object_or_404(calls, series__slug=slug, pk=pk)
    initial = {"closing_bid": call.closing_bid, "market_price": call.market_price}
    form = CallCorrectionForm(submitted_data(request), initial=initial)
    calculated = None
    if form.is_valid():
        bid, market = form.cleaned_data["closing_bid"], form.cleaned_data["market_price"]
        calculated = working(call.series, call.bid_on, bid, market)
    approval = None
    if "check" not in request.POST:
        approval = acted(
            form,
            lambda cleaned: ask_call_correction(
                call, **cleaned, by=request.user, today=request.today
            ),
        )
    if approval is not None:
        sentence = (
            f"{approval} is awaiting a CFO's decision: approving it sets the call's new price."
        )
        messages.success(request, sentence)
        return redirect(call)
    against = [
        *reasons_against_asking(CALL_CORRECTION, call.pk),
        *reasons_against_touching(call),
    ]
    context = {
        "series": call.series,
        "call": call,
        "worked": calculated,
        "against": against,
        "exercises": exercises_at(call),
    }
    return form_page(request, "warrants/correct_call.html", form, context)
