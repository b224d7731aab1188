"""The pages of reports, and their files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.exporting.query import parse_day, parse_moment
from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.periods.rules import quarter_of
from neoequity.books.progress import saying
from neoequity.books.refusal import Reason, Refused
from neoequity.books.snapshot import one_snapshot
from neoequity.downloads import temporary_file
from neoequity.replica import reads_may_lag
from neoequity.reports.all import REPORTS
from neoequity.reports.cells import is_number, lines_of
from neoequity.reports.facts import facts_of
from neoequity.reports.making import FORMS, file_name, write_report
from neoequity.reports.presets import presets
from neoequity.reports.report import Asked, Report, Table
from neoequity.reports.scope import asked_for, head_of
from placements.models import Agreement

#: A page shows so many lines of a table; its files have all of them.
MOST_LINES = 500


@require_safe
def reports_page(request: DatedRequest) -> HttpResponse:
    """Every report, with a sentence about it."""
    return render(request, "reports/reports.html", {"reports": REPORTS.values()})


@require_safe
@reads_may_lag
def report_page(request: DatedRequest, name: str) -> HttpResponse:
    """A report of a period: by default the quarter until the day that the page shows."""
    report = _named(name)
    since, until = _default(request.as_of)
    context: dict[str, object] = {
        "report": report,
        "reports": REPORTS.values(),
        "since": request.GET.get("from") or since.isoformat(),
        "until": request.GET.get("to") or until.isoformat(),
        "agreement": request.GET.get("agreement", ""),
        "issuer": request.GET.get("issuer", ""),
        "agreements": Agreement.objects.order_by("name"),
        "issuers": Issuer.objects.order_by("name"),
        "presets": presets(request.as_of),
    }
    status = 400
    try:
        with one_snapshot():
            asked = asked_in(request.GET, request.as_of)
            # Not the moment of a closing, which the page of a closed period is known at anyway.
            context["known_at"] = request.GET.get("known_at") and asked.known_at
            status = 200  # what is asked for is right; a figure that it needs may be missing
            content = report.build(asked)
            head = head_of(asked, request.user.get_username(), timezone.now())
            context["tables"] = [_shown(table) for table in content.shown]
    except Refused as refused:
        context["refused"] = refused
        return render(request, "reports/report.html", context, status=status)
    given = {
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "agreement": asked.agreement or "",
        "known_at": request.GET.get("known_at", ""),
        "issuer": request.GET.get("issuer", ""),
        "as_of": request.as_of.isoformat() if request.as_of_given else "",
    }
    context |= {
        "facts": facts_of(head),
        "words": content.words,
        "charts": content.charts,
        "query": urlencode({key: value for key, value in given.items() if value}),
    }
    return render(request, "reports/report.html", context)


@require_safe
@reads_may_lag
def report_file(request: DatedRequest, name: str, form: str) -> HttpResponseBase:
    """A report as a file: `from`, `to`, `agreement`, `issuer` and `known_at` as for its page."""
    report = _named(name)
    if form not in FORMS:
        raise Http404(f"There is no form “{form}” of a report.")
    try:
        with one_snapshot():
            asked = asked_in(request.GET, request.as_of)
            saying("Calculating the figures")
            content = report.build(asked)
            head = head_of(asked, request.user.get_username(), timezone.now())
            chains = heads_for_headers()
            saying("Setting the pages" if form == "pdf" else "Writing the file")
            file = temporary_file(lambda out: write_report(report, content, head, form, out))
    except Refused as refused:
        return HttpResponse(f"{refused}\n", status=400, content_type="text/plain; charset=utf-8")
    return FileResponse(
        file,
        as_attachment=True,
        filename=file_name(report, head, form),
        content_type=FORMS[form],
        headers=chains,
    )


def _named(name: str) -> Report:
    if name not in REPORTS:
        raise Http404(f"There is no report “{name}”.")
    return REPORTS[name]


def _default(as_of: date) -> tuple[date, date]:
    return quarter_of(as_of).starts_on, as_of


def asked_in(query: Mapping[str, Any], as_of: date) -> Asked:
    """What an address asks for, on a page of that day. Raises Refused."""
    since, until = _default(as_of)
    try:
        since = parse_day(query["from"]) if query.get("from") else since
        until = parse_day(query["to"]) if query.get("to") else until
        known_at = parse_moment(query["known_at"]) if query.get("known_at") else None
    except ValueError as fault:
        raise Refused([Reason(str(fault))]) from fault
    return asked_for(
        since,
        until,
        as_of,
        issuer=query.get("issuer") or None,
        agreement=query.get("agreement") or None,
        known_at=known_at,
    )


def _shown(table: Table) -> dict[str, object]:
    lines = lines_of(table, MOST_LINES)
    numbers = [is_number(column) for column in lines.columns]
    headings = [column.heading for column in lines.columns]
    return {
        "title": table.title,
        "note": table.note,
        "empty": table.empty,
        "columns": list(zip(headings, numbers, strict=True)),
        "rows": [list(zip(headings, numbers, row, strict=True)) for row in lines.rows],
        "totals": None if lines.totals is None
        else list(zip(headings, numbers, lines.totals, strict=True)),
        "more": lines.number is None or lines.number > MOST_LINES,
        "most": MOST_LINES,
    }  # fmt: skip
