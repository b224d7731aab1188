"""Pages of a callable series: terms, balances, calls with their calculation, and scenarios."""

from decimal import Decimal

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.money import per_share
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from warrants.actions.calls import give_call_notice, working
from warrants.actions.calls import price_call as set_price
from warrants.forms.issuer import CallForm, CallPriceForm, WhatIfForm
from warrants.models import CallNotice, Series, Split
from warrants.selectors.register import holdings
from warrants.terms.call import what_if
from warrants.terms.request import CALL_CORRECTION
from warrants.views.acting import form_page, not_yet


@require_safe
def series(request: DatedRequest, slug: str) -> HttpResponse:
    """`/warrants/series/<slug>/`, as of the day; `?price=` tries a price."""
    series = get_object_or_404(Series.objects.select_related("issuer"), slug=slug)
    if request.as_of < series.opened_on:
        return not_yet(request, f"record of the {series.name}")
    balances = holdings(request.as_of, series=series)
    outstanding = sum(holding.shares for holding in balances)
    form = WhatIfForm(request.GET if request.GET.get("price") else None)
    tried = None
    if form.is_valid():
        price = form.cleaned_data["price"]
        calculated = working(series, request.as_of, price, price)
        tried = {"bid": price, "worked": calculated, "rows": what_if(outstanding, calculated.price)}
    context = {
        "series": series,
        "holdings": balances,
        "outstanding": outstanding,
        "cap": _cap(series, request),
        "calls": _calls(series, request),
        "form": form,
        "tried": tried,
        "answering": request.as_of == request.today and request.user.has_perm("warrants.add_entry"),
        "on_the_day": request.as_of == request.today,
    }
    return render(request, "warrants/series.html", context, status=400 if form.errors else 200)


def _cap(series: Series, request: DatedRequest) -> Decimal:
    """The cap of the day, adjusted for the splits since the opening."""
    splits = Split.between(series.issuer_id, series.opened_on, request.as_of)
    return Split.joined(splits).price(series.cap)


def _calls(series: Series, request: DatedRequest) -> list[dict[str, object]]:
    """Each call by the day with the calculation of its price and the exercises in answer."""
    by_then = Q(entries__on__lte=request.as_of)
    calls = series.calls.filter(delivered_on__lte=request.as_of).annotate(
        shares_then=Sum("entries__shares", filter=by_then),
        cash_then=Sum("entries__cash", filter=by_then),
        answers=Count("entries", filter=by_then & Q(entries__reverses=None)),
    )
    rows: list[dict[str, object]] = []
    calls = calls.order_by("-delivered_on")
    corrections = requests_about(CALL_CORRECTION, *(call.pk for call in calls))
    for call in calls:
        is_known = call.bid_on <= request.as_of
        calculated = None
        if is_known and call.closing_bid is not None and call.market_price is not None:
            calculated = working(series, call.bid_on, call.closing_bid, call.market_price)
        own_requests = [
            correction for correction in corrections.requests if correction.subject == call.pk
        ]
        own_corrections = corrections._replace(requests=own_requests)
        rows.append(
            {"call": call, "worked": calculated, "known": is_known, "asked": own_corrections}
        )
    return rows


@write_view("warrants.add_callnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: DatedRequest, slug: str) -> HttpResponse:
    """Record that a call notice was delivered."""
    series = get_object_or_404(Series.objects.select_related("issuer"), slug=slug)
    form = CallForm(submitted_data(request), initial={"delivered_on": request.today})
    notice = acted(
        form,
        lambda cleaned: give_call_notice(series, **cleaned, by=request.user, today=request.today),
    )
    if notice is not None:
        messages.success(
            request,
            f"The {series.name} are called with the notice of {notice.delivered_on}. The closing "
            f"bid of {notice.bid_on} sets the price.",
        )
        return redirect(series)
    return form_page(request, "warrants/call.html", form, {"series": series})


@write_view("warrants.change_callnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def price_call(request: DatedRequest, slug: str, pk: int) -> HttpResponse:
    """Enter closing bid and market price of a call; `check` only shows the calculation."""
    notice = get_object_or_404(
        CallNotice.objects.select_related("series__issuer"), series__slug=slug, pk=pk
    )
    form = CallPriceForm(submitted_data(request))
    calculated = None
    if form.is_valid():
        calculated = working(notice.series, notice.bid_on, **form.cleaned_data)
    priced = None
    if "check" not in request.POST:
        priced = acted(
            form, lambda cleaned: set_price(notice, **cleaned, by=request.user, today=request.today)
        )
    if priced is not None:
        assert priced.exercise_price is not None  # noqa: S101  # it has just been set
        messages.success(
            request,
            f"The exercise price of the call of {notice.delivered_on} is "
            f"{per_share(priced.exercise_price)}.",
        )
        return redirect(notice.series)
    context = {"series": notice.series, "call": notice, "worked": calculated}
    return form_page(request, "warrants/price_call.html", form, context)
