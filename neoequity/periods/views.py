"""Pages of periods: the list, the checklist and closing, one closing, and its reopening."""

import contextlib
from collections.abc import Callable
from typing import BinaryIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.approvals.selectors import requests_about
from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.exporting.columns import columns_of
from neoequity.books.exporting.copying import copy_csv
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.books.exporting.workbook import Sheet, write_workbook
from neoequity.books.models import Closing, Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
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
from neoequity.downloads import WORKBOOK, temporary_file
from neoequity.periods.forms import AskForm, CloseForm
from neoequity.periods.inquiry import inquire, prove
from neoequity.periods.places import places
from neoequity.periods.proving import proven
from neoequity.replica import reads_may_lag
from placements.selectors.closings import with_what_was_left
from placements.selectors.known_at import agreement_names
from placements.selectors.periods import quarters

_QUARTERS, _LATE_ROWS = 8, 50


@require_safe
def periods(request: DatedRequest) -> HttpResponse:
    """The months and quarters of each issuer, latest first."""
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


@write_view("books.close_period")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: DatedRequest) -> HttpResponse:
    """GET shows the checklist of a period; POST closes it.

    The closing itself proves the ledger; `?prove=1` does so beforehand.
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
    form = CloseForm(items, submitted_data(request))
    closed = acted(
        form,
        lambda cleaned: close_period(
            issuer,
            *period,
            accepted=cleaned,
            inquire=inquire,
            prove=proven(issuer, period),
            by=request.user,
            today=request.today,
        ),
    )
    if closed is not None:
        messages.success(request, f"{closed.label} of {issuer.name} is closed.")
        return redirect(closed)
    context = {
        "issuer": issuer,
        "period": period,
        "against": against,
        "ledger": ledger,
        "ledger_places": places(ledger, period) if ledger else [],
        "items": [
            (item, form[item.topic] if item.needs_a_note else None, places(item, period))
            for item in items
        ],
        "form": form,
        "blocked": any(item.blocks for item in [*items, *([ledger] if ledger else [])]),
    }
    return render(request, "periods/close.html", context, status=422 if form.errors else 200)


def _items(issuer: Issuer, period: Period) -> list[Item]:
    with one_snapshot():
        return inquire(issuer, period)


@require_safe
def closing(request: DatedRequest, pk: int) -> HttpResponse:
    """One closing: its totals and checklist, its reopening, and later changes."""
    closing = _closing(pk)
    rows = late_rows(closing)
    names = agreement_names(closing.ends_on, closing.recorded_at)
    totals = with_what_was_left(closing.totals.all())
    totals = totals.order_by("-agreement__capacity", "agreement__slug")
    context = {
        "closing": closing,
        "totals": [(names[total.agreement_id], total) for total in totals],
        "asked": requests_about(REOPENING, closing.pk),
        "late": [dict(zip(COLUMNS, row, strict=True)) for row in rows[:_LATE_ROWS]],
        "late_count": rows.count(),
    }
    return render(request, "periods/closing.html", context)


@require_safe
@reads_may_lag
def late_changes(_request: DatedRequest, pk: int) -> HttpResponseBase:
    """All later changes that concern the closing's period, as CSV."""
    closing = _closing(pk)
    return _late_file(
        closing,
        lambda out: copy_csv(late_csv(closing), COLUMNS, out),
        ending="csv",
        kind="text/csv; charset=utf-8",
    )


@require_safe
@reads_may_lag
def late_changes_workbook(request: DatedRequest, pk: int) -> HttpResponseBase:
    """The same changes as a workbook for Excel."""
    closing = _closing(pk)
    about = (
        ("Issuer", closing.issuer.name),
        ("Period", closing.label),
        ("Closing", str(closing.number)),
        ("Made by", request.user.get_username()),
    )

    def write(out: BinaryIO) -> None:
        columns = columns_of(COLUMNS)
        title = f"Changes after closing {closing.number} of {closing.label}"
        with contextlib.closing(typed_rows(late_csv(closing), columns)) as rows:
            sheet = Sheet("Late changes", columns, rows, about)
            write_workbook([sheet], out, made_at=timezone.now(), title=title)

    return _late_file(closing, write, ending="xlsx", kind=WORKBOOK)


def _late_file(
    closing: Closing, write: Callable[[BinaryIO], object], *, ending: str, kind: str
) -> HttpResponseBase:
    with one_snapshot():
        heads = heads_for_headers()
        file = temporary_file(write)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"late-changes-{closing.label}-closing-{closing.number}.{ending}",
        content_type=kind,
        headers=heads,
    )


@write_view("books.ask_reopening")
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: DatedRequest, pk: int) -> HttpResponse:
    """Request that a closed period be reopened."""
    closing = _closing(pk)
    form = AskForm(submitted_data(request))
    approval = acted(form, lambda cleaned: ask_reopening(closing, **cleaned, by=request.user))
    if approval is not None:
        messages.success(request, f"{approval} is awaiting a CFO's decision: {approval.what}.")
        return redirect(closing)
    context = {
        "closing": closing,
        "form": form,
        "against": [
            *reasons_against_asking(REOPENING, closing.pk),
            *reasons_against_reopening(closing, "asked for below"),
        ],
    }
    return render(request, "periods/reopen.html", context, status=422 if form.errors else 200)


def _closing(pk: int) -> Closing:
    closings = Closing.objects.select_related("issuer", "recorded_by", "reopening")
    return get_object_or_404(closings, pk=pk)
