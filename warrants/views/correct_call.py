"""Ask for another price of a call whose closing bid or market price was mistyped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, said_by, writes
from warrants.actions.calls import (
    ask_call_correction,
    exercises_at,
    reasons_against_touching,
    working,
)
from warrants.forms.issuer import CallCorrectionForm
from warrants.models import CallNotice
from warrants.terms.request import CALL_CORRECTION
from warrants.views.acting import asked


@writes("warrants.change_callnotice")
@require_http_methods(["GET", "POST"])
def correct_call(request: DatedRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for the correction; with `check` only see the price that it gives."""
    calls = CallNotice.objects.select_related("series__issuer")
    call = get_object_or_404(calls, series__slug=slug, pk=pk)
    first = {"closing_bid": call.closing_bid, "market_price": call.market_price}
    form = CallCorrectionForm(said_by(request), initial=first)
    worked = None
    if form.is_valid():
        bid, market = form.cleaned_data["closing_bid"], form.cleaned_data["market_price"]
        worked = working(call.series, call.bid_on, bid, market)
    waiting = None
    if "check" not in request.POST:
        waiting = acted(
            form,
            lambda said: ask_call_correction(call, **said, by=request.user, today=request.today),
        )
    if waiting is not None:
        sentence = (
            f"{waiting} waits for a CFO: the call has its new price once another approves it."
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
        "worked": worked,
        "against": against,
        "exercises": exercises_at(call),
    }
    return asked(request, "warrants/correct_call.html", form, context)
