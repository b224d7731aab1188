"""The list of statements, one statement with its lines, and lines of all of them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from neoequity.books.documents.actions import attachments_of_record
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import asked_of_export, show
from neoequity.statements.filters import LineFilter, StatementFilter
from neoequity.statements.models import Sender, Statement, StatementLine
from neoequity.statements.selectors.canceled import canceled_in
from neoequity.statements.tables.statements import LineTable, StatementTable

_A_PAGE = 50


@require_safe
def statements(request: DatedRequest) -> HttpResponse:
    """`/statements/`: the statements received by the day."""
    rows = Statement.objects.filter(received_on__lte=request.as_of).select_related("sender")
    chosen = StatementFilter(request.GET, rows)
    context = {
        "filter": chosen,
        "filtered": chosen.is_used(),
        "table": show(StatementTable(chosen.qs), request, rows=_A_PAGE),
        "exported": asked_of_export(request),
        "has_senders": Sender.objects.exists(),
        "is_today": request.as_of == request.today,
    }
    status = 200 if chosen.is_valid() else 400
    return render(request, "statements/statements.html", context, status=status)


@require_safe
def lines(request: DatedRequest) -> HttpResponse:
    """`/statements/lines/`: the lines of all statements received by the day."""
    rows = StatementLine.objects.filter(statement__received_on__lte=request.as_of)
    context = _lines(request, rows, ())
    status = 200 if context["filter"].is_valid() else 400
    return render(request, "statements/lines.html", context, status=status)


@require_safe
def statement(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/<pk>/`: what the sender stated, its new lines, and its file."""
    row = get_object_or_404(
        Statement.objects.select_related("sender__issuer", "layout", "recorded_by"),
        pk=pk,
        received_on__lte=request.as_of,
    )
    rows = row.lines.all()
    context = _lines(request, rows, ("sender",), of=row)
    status = 200 if context["filter"].is_valid() else 400
    context |= {
        "statement": row,
        "account": row.sender.accounts.filter(number=row.account).first(),
        "attachments": attachments_of_record(row),
        "canceled": canceled_in(row),
    }
    return render(request, "statements/statement.html", context, status=status)


def _lines(
    request: DatedRequest,
    rows: QuerySet[StatementLine],
    without: tuple[str, ...],
    of: Statement | None = None,
) -> dict[str, Any]:
    """The table of lines with its filter; `of` one statement, its export has that alone."""
    asked = request.GET.copy()
    if of is not None:
        asked["statement"] = str(of.pk)
    chosen = LineFilter(asked, rows.select_related("sender", "statement"))
    if of is not None:
        for name in ("statement", "sender"):
            del chosen.form.fields[name]
    exported = asked_of_export(request)
    return {
        "filter": chosen,
        "filtered": chosen.is_used("statement") if of else chosen.is_used(),
        "table": show(LineTable(chosen.qs, exclude=without), request, rows=_A_PAGE),
        "exported": f"{exported}&statement={of.pk}" if of else exported,
    }
