"""The callable series: terms, balances, calls with the working of their price, and what-if."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.money import per_share
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, said_by, writes
from warrants.actions.calls import give_call_notice, working
from warrants.actions.calls import price_call as set_price
from warrants.forms.issuer import CallForm, CallPriceForm, WhatIfForm
from warrants.models import CallNotice, Series
from warrants.selectors.register import holdings
from warrants.terms.call import what_if
from warrants.terms.grant import to_exercise_step
from warrants.terms.request import CALL_CORRECTION
from warrants.terms.split import Ratio
from warrants.views.acting import asked, not_yet


@require_safe
def series(request: DatedRequest, slug: str) -> HttpResponse:
    """`/warrants/series/<slug>/`, as of the day; `?price=` tries a price."""
    found = get_object_or_404(Series.objects.select_related("issuer"), slug=slug)
    if request.as_of < found.opened_on:
        return not_yet(request, f"record of the {found.name}")
    held = holdings(request.as_of, series=found)
    outstanding = sum(holding.shares for holding in held)
    form = WhatIfForm(request.GET if request.GET.get("price") else None)
    tried = None
    if form.is_valid():
        price = form.cleaned_data["price"]
        worked = working(found, request.as_of, price, price)
        tried = {"bid": price, "worked": worked, "rows": what_if(outstanding, worked.price)}
    context = {
        "series": found,
        "holdings": held,
        "outstanding": outstanding,
        "cap": _cap(found, request),
        "calls": _calls(found, request),
        "form": form,
        "tried": tried,
        "answering": request.as_of == request.today and request.user.has_perm("warrants.add_entry"),
        "on_the_day": request.as_of == request.today,
    }
    return render(request, "warrants/series.html", context, status=400 if form.errors else 200)


def _cap(series: Series, request: DatedRequest) -> Any:
    """The cap of the day, adjusted for the splits since the opening."""
    splits = series.issuer.splits.filter(
        effective_on__gt=series.opened_on, effective_on__lte=request.as_of
    )
    ratio = Ratio(1, 1)
    for split in splits:
        ratio = Ratio(ratio.new * split.new, ratio.old * split.old)
    return to_exercise_step(ratio.price(series.cap))


def _calls(series: Series, request: DatedRequest) -> list[dict[str, Any]]:
    """Each call by the day with the working of its price and what was exercised in answer."""
    answered = Q(entries__on__lte=request.as_of)
    calls = series.calls.filter(delivered_on__lte=request.as_of).annotate(
        shares_then=Sum("entries__shares", filter=answered),
        cash_then=Sum("entries__cash", filter=answered),
        answers=Count("entries", filter=answered & Q(entries__reverses=None)),
    )
    rows = []
    calls = calls.order_by("-delivered_on")
    asked = requests_about(CALL_CORRECTION, *(call.pk for call in calls))
    for call in calls:
        known = call.bid_on <= request.as_of
        worked = None
        if known and call.closing_bid is not None and call.market_price is not None:
            worked = working(series, call.bid_on, call.closing_bid, call.market_price)
        about = [each for each in asked.requests if each.subject == call.pk]
        requests = asked._replace(requests=about)
        rows.append({"call": call, "worked": worked, "known": known, "asked": requests})
    return rows


@writes("warrants.add_callnotice")
@require_http_methods(["GET", "POST"])
def call(request: DatedRequest, slug: str) -> HttpResponse:
    """Record that a call notice was delivered."""
    found = get_object_or_404(Series.objects.select_related("issuer"), slug=slug)
    form = CallForm(said_by(request), initial={"delivered_on": request.today})
    given = acted(
        form, lambda said: give_call_notice(found, **said, by=request.user, today=request.today)
    )
    if given is not None:
        messages.success(
            request,
            f"The {found.name} are called with the notice of {given.delivered_on}. The closing "
            f"bid of {given.bid_on} sets the price.",
        )
        return redirect(found)
    return asked(request, "warrants/call.html", form, {"series": found})


@writes("warrants.change_callnotice")
@require_http_methods(["GET", "POST"])
def price_call(request: DatedRequest, slug: str, pk: int) -> HttpResponse:
    """Enter closing bid and market price of a call; with `check` only see the working."""
    notice = get_object_or_404(
        CallNotice.objects.select_related("series__issuer"), series__slug=slug, pk=pk
    )
    form = CallPriceForm(said_by(request))
    worked = None
    if form.is_valid():
        worked = working(notice.series, notice.bid_on, **form.cleaned_data)
    priced = None
    if "check" not in request.POST:
        priced = acted(
            form, lambda said: set_price(notice, **said, by=request.user, today=request.today)
        )
    if priced is not None:
        assert priced.exercise_price is not None  # noqa: S101  # it has just been set
        messages.success(
            request,
            f"The exercise price of the call of {notice.delivered_on} is "
            f"{per_share(priced.exercise_price)}.",
        )
        return redirect(notice.series)
    context = {"series": notice.series, "call": notice, "worked": worked}
    return asked(request, "warrants/price_call.html", form, context)
