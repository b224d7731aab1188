"""Pages of the kinds of record that are declared with them: list, record, form, documents."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.documents.actions import attach_to_record, attachments_of_record
from neoequity.books.documents.forms import AttachForm
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.documents.response import handed_out
from neoequity.books.kinds import Dataset, Documents, Pages, RecordKind, kind_named
from neoequity.books.models import Approval
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import show
from neoequity.books.pages.writing import acted, said_by, writes
from neoequity.books.records.forms import RecordForm
from neoequity.books.records.tables import RecordsTable, facts_of

_A_PAGE = 50
_ATTACH = "books.add_recordattachment"


@require_safe
def records(request: DatedRequest, kind: str) -> HttpResponse:
    """`/records/<kind>/`: those dated by the day, the latest recorded first."""
    found, pages = _declared(kind)
    rows = _dated_by(found, request)
    context = {
        "kind": found,
        "table": show(RecordsTable(found, pages, rows), request, rows=_A_PAGE),
        "may_enter": request.user.has_perm(pages.act.needs),
        "dataset": found.dataset.name if isinstance(found.dataset, Dataset) else "",
    }
    return render(request, "books/records.html", context)


@require_safe
def record(request: DatedRequest, kind: str, pk: int) -> HttpResponse:
    """`/records/<kind>/<pk>/`: what was posted, the request for it, and its documents."""
    found, pages = _declared(kind)
    row = get_object_or_404(_dated_by(found, request), pk=pk)
    context = {
        "kind": found,
        "record": row,
        "facts": facts_of(row, pages.shown),
        "approval": getattr(row, "approval", None),
        **_documents_on(request, found, row),
    }
    return render(request, "books/record.html", context)


@require_http_methods(["GET", "POST"])
def record_new(request: DatedRequest, kind: str) -> HttpResponse:
    """`/records/<kind>/new/`: the form, 422 while sentences stand against it."""
    found, pages = _declared(kind)
    return writes(pages.act.needs)(_enter)(request, found, pages)


def _enter(request: DatedRequest, kind: RecordKind, pages: Pages) -> HttpResponse:
    initial = {kind.dated: request.today} if isinstance(kind.dated, str) else {}
    form = RecordForm(kind, pages, said_by(request), initial=initial)
    made = acted(form, lambda facts: pages.act(**facts, by=request.user, today=request.today))
    if made is not None:
        messages.success(request, _done(made))
        return redirect(made)
    context = {"kind": kind, "form": form}
    return render(request, "books/record_form.html", context, status=422 if form.errors else 200)


def _done(made: Model) -> str:
    if isinstance(made, Approval):
        return f"{made} was sent for approval: {made.what}."
    return f"{made} was recorded."


@writes(_ATTACH)
@require_http_methods(["GET", "POST"])
def record_attach(request: DatedRequest, kind: str, pk: int) -> HttpResponse:
    """`/records/<kind>/<pk>/attach/`: a document on the record."""
    found, _ = _declared(kind)
    row = get_object_or_404(found.model, pk=pk)
    if not isinstance(found.documents, Documents):
        raise Http404(f"No document proves {row}.")
    form = AttachForm(found.documents.kinds, said_by(request), request.FILES or None)

    def attach(facts: Mapping[str, Any]) -> RecordAttachment:
        return attach_to_record(row, kind=facts["kind"], **form.said(), by=request.user)

    made = acted(form, attach)
    if made is not None:
        messages.success(request, f"“{made.name}” is attached.")
        return redirect(row)
    context = {"form": form, "page": row.get_absolute_url(), "title": str(row)}
    status = 422 if form.errors else 200
    return render(request, "placements/attach.html", context, status=status)


@require_safe
def record_attachment(request: DatedRequest, pk: int) -> HttpResponseBase:
    """`/records/attachments/<pk>/`: the document as it came, to be saved."""
    return handed_out(request, RecordAttachment, pk)


def _declared(name: str) -> tuple[RecordKind, Pages]:
    kind = kind_named(name)
    if kind is None or not isinstance(kind.pages, Pages):
        raise Http404(f"There is no kind of record “{name}”.")
    return kind, kind.pages


def _dated_by(kind: RecordKind, request: DatedRequest) -> QuerySet[Any]:
    rows = kind.model._default_manager.select_related()
    if isinstance(kind.dated, str):
        rows = rows.filter(**{f"{kind.dated}__lte": request.as_of})
    return rows


def _documents_on(request: DatedRequest, kind: RecordKind, row: Any) -> dict[str, Any]:
    if not isinstance(kind.documents, Documents):
        return {}
    may_attach = request.as_of == request.today and request.user.has_perm(_ATTACH)
    form = AttachForm(kind.documents.kinds, auto_id="attach_%s") if may_attach else None
    return {
        "takes_documents": True,
        "attachments": attachments_of_record(row),
        "attach_url": f"{row.get_absolute_url()}attach/",
        "attach_form": form,
    }
