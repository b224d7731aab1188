"""Pages of periods: the list, the checklist before a closing, one closing, asking to reopen it."""

import tempfile

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.approvals.selectors import requests_about
from neoequity.books.chain.heads import heads_in_a_line
from neoequity.books.exporting.copying import copy_csv
from neoequity.books.models import Closing, Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, said_by, writes
from neoequity.books.periods.checklist import Item
from neoequity.books.periods.closing import (
    ask_reopening,
    close_period,
    ledger_item,
    reasons_against_period,
    reasons_against_reopening,
)
from neoequity.books.periods.late import COLUMNS, late_csv, late_rows
from neoequity.books.periods.rules import REOPENING, Period, parse_period
from neoequity.books.snapshot import one_snapshot
from neoequity.periods.forms import AskForm, CloseForm
from neoequity.periods.inquiry import inquire, prove
from placements.selectors.known import agreement_names
from placements.selectors.periods import quarters

_QUARTERS, _LATE_ROWS = 8, 50


@require_safe
def periods(request: DatedRequest) -> HttpResponse:
    """The months and quarters of each issuer, the latest first."""
    shown = [
        (issuer, Paginator(quarters(issuer, request.as_of), _QUARTERS).get_page(page))
        for page in [request.GET.get("page")]
        for issuer in Issuer.objects.order_by("name")
    ]
    longest = max(
        (page for _, page in shown), key=lambda page: page.paginator.num_pages, default=None
    )
    on_the_day = request.as_of == request.today
    context = {
        "shown": shown,
        "page": longest,
        "may_close": on_the_day and request.user.has_perm("books.close_period"),
    }
    return render(request, "periods/periods.html", context)


@writes("books.close_period")
@require_http_methods(["GET", "POST"])
def close(request: DatedRequest) -> HttpResponse:
    """The checklist of a period, and the button that closes it.

    The ledger is proved by the closing itself, and here where `?prove=1` asks for it.
    """
    issuer = get_object_or_404(Issuer, slug=request.GET.get("issuer", ""))
    try:
        period = parse_period(request.GET.get("period", ""))
    except ValueError as fault:
        return render(request, "400.html", {"sentence": str(fault)}, status=400)
    against = reasons_against_period(issuer, period, request.today)
    items = [] if against else _items(issuer, period)
    proving = request.method == "GET" and request.GET.get("prove") == "1" and not against
    ledger = ledger_item(prove(issuer, period)) if proving else None
    form = CloseForm(items, said_by(request))
    made = acted(
        form,
        lambda said: close_period(
            issuer,
            *period,
            accepted=said,
            inquire=inquire,
            prove=prove,
            by=request.user,
            today=request.today,
        ),
    )
    if made is not None:
        messages.success(request, f"{made.label} of {issuer.name} is closed.")
        return redirect(made)
    context = {
        "issuer": issuer,
        "period": period,
        "against": against,
        "ledger": ledger,
        "items": [(item, form[item.topic] if item.needs_a_note else None) for item in items],
        "form": form,
        "blocked": any(item.blocks for item in [*items, *([ledger] if ledger else [])]),
    }
    return render(request, "periods/close.html", context, status=422 if form.errors else 200)


def _items(issuer: Issuer, period: Period) -> list[Item]:
    with one_snapshot():
        return inquire(issuer, period)


@require_safe
def closing(request: DatedRequest, pk: int) -> HttpResponse:
    """One closing: totals and checklist as they were, its reopening, and what came after it."""
    found = _closing(pk)
    rows = late_rows(found)
    names = agreement_names(found.ends_on, found.recorded_at)
    totals = found.totals.order_by("-agreement__capacity", "agreement__slug")
    context = {
        "closing": found,
        "totals": [(names[total.agreement_id], total) for total in totals],
        "asked": requests_about(REOPENING, found.pk),
        "late": [dict(zip(COLUMNS, row, strict=True)) for row in rows[:_LATE_ROWS]],
        "late_count": rows.count(),
    }
    return render(request, "periods/closing.html", context)


@require_safe
def late_changes(_request: DatedRequest, pk: int) -> HttpResponseBase:
    """All changes recorded after the closing that concern its period, as CSV."""
    found = _closing(pk)
    whole = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    with one_snapshot():
        heads = heads_in_a_line()
        copy_csv(late_csv(found), COLUMNS, whole)
    whole.seek(0)
    return FileResponse(
        whole,
        as_attachment=True,
        filename=f"late-changes-{found.label}-closing-{found.number}.csv",
        content_type="text/csv; charset=utf-8",
        headers={"X-Chain-Head": heads},
    )


@writes("books.ask_reopening")
@require_http_methods(["GET", "POST"])
def reopen(request: DatedRequest, pk: int) -> HttpResponse:
    """Ask that a closed period be reopened."""
    found = _closing(pk)
    form = AskForm(said_by(request))
    asked_for = acted(form, lambda said: ask_reopening(found, **said, by=request.user))
    if asked_for is not None:
        messages.success(request, f"{asked_for} waits for a CFO: {asked_for.what}.")
        return redirect(found)
    context = {
        "closing": found,
        "form": form,
        "against": [
            *reasons_against_asking(REOPENING, found.pk),
            *reasons_against_reopening(found, "asked for below"),
        ],
    }
    return render(request, "periods/reopen.html", context, status=422 if form.errors else 200)


def _closing(pk: int) -> Closing:
    closings = Closing.objects.select_related("issuer", "recorded_by", "reopening")
    return get_object_or_404(closings, pk=pk)
