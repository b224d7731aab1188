"""Pages of kinds of record declared with pages: list, record, form, documents."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.addresses import url_of
from neoequity.books.documents.actions import attach_to_record, attachments_of_record
from neoequity.books.documents.forms import AttachForm
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.documents.response import handed_out
from neoequity.books.kinds import Dataset, Documents, Pages, RecordKind, kind_named
from neoequity.books.models import Approval
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import show
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.records.forms import new_record_form
from neoequity.books.records.tables import RecordsTable, all_facts_of

_A_PAGE = 50
_ATTACH = "books.add_recordattachment"


@require_safe
def records(request: DatedRequest, kind: str) -> HttpResponse:
    """`/records/<kind>/`: the records dated by the page's day, latest recorded first."""
    declared, pages = _declared(kind)
    rows = _dated_by(declared, request)
    context = {
        "kind": declared,
        "table": show(RecordsTable(declared, pages, rows), request, rows=_A_PAGE),
        "may_enter": request.user.has_perm(pages.act.needs),
        "dataset": declared.dataset.name if isinstance(declared.dataset, Dataset) else "",
    }
    return render(request, "books/records.html", context)


@require_safe
def record(request: DatedRequest, kind: str, pk: int) -> HttpResponse:
    """`/records/<kind>/<pk>/`: the record, the request for it, and its documents."""
    declared, pages = _declared(kind)
    row = get_object_or_404(_dated_by(declared, request), pk=pk)
    context = {
        "kind": declared,
        "record": row,
        "facts": all_facts_of(row, pages),
        "approval": getattr(row, "approval", None),
        "corrects": getattr(row, "replaces", None),
        "correction": getattr(row, "replaced_by", None),
        "may_correct": _may_correct(request, pages),
        "more": pages.more,
        **pages.told(row),
        **_documents_on(request, declared, row),
    }
    return render(request, "books/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: DatedRequest, kind: str) -> HttpResponse:
    """`/records/<kind>/new/`: the form for a new record; 422 with the reasons against it."""
    declared, pages = _declared(kind)
    return write_view(pages.act.needs)(_enter)(request, declared, pages)


def _enter(request: DatedRequest, kind: RecordKind, pages: Pages) -> HttpResponse:
    if pages.form:
        return redirect(f"{reverse(pages.form)}?{request.GET.urlencode()}".rstrip("?"))
    asked = request.GET.get("replaces", "")
    form = new_record_form(
        kind, pages, submitted_data(request), today=request.today, corrects=asked
    )
    posted = acted(form, lambda facts: pages.act(**facts, by=request.user, today=request.today))
    if posted is not None:
        messages.success(request, _done(posted))
        return redirect(url_of(posted))
    asks = any(field.name == "approval" for field in kind.model._meta.fields)
    button = "Request approval" if asks else f"Record {kind.singular}"
    context = {"kind": kind, "form": form, "button": button}
    return render(request, "books/record_form.html", context, status=422 if form.errors else 200)


def _done(posted: Model) -> str:
    if isinstance(posted, Approval):
        return f"{posted} was sent for approval: {posted.what}."
    return f"{posted} was recorded."


@write_view(_ATTACH)
@require_http_methods(["GET", "HEAD", "POST"])
def record_attach(request: DatedRequest, kind: str, pk: int) -> HttpResponse:
    """`/records/<kind>/<pk>/attach/`: the form that attaches a document to the record."""
    declared, _ = _declared(kind)
    row = get_object_or_404(declared.model, pk=pk)
    if not isinstance(declared.documents, Documents):
        raise Http404(f"No document proves {row}.")
    form = AttachForm(declared.documents.kinds, submitted_data(request), request.FILES or None)

    def attach(facts: Mapping[str, Any]) -> RecordAttachment:
        return attach_to_record(row, kind=facts["kind"], **form.said(), by=request.user)

    attachment = acted(form, attach)
    if attachment is not None:
        messages.success(request, f"“{attachment.name}” is attached.")
        return redirect(url_of(row))
    context = {"form": form, "page": url_of(row), "title": str(row)}
    status = 422 if form.errors else 200
    return render(request, "placements/attach.html", context, status=status)


@require_safe
def record_attachment(request: DatedRequest, pk: int) -> HttpResponseBase:
    """`/records/attachments/<pk>/`: the original document as a download."""
    return handed_out(request, RecordAttachment, pk)


def _declared(name: str) -> tuple[RecordKind, Pages]:
    kind = kind_named(name)
    if kind is None or not isinstance(kind.pages, Pages):
        raise Http404(f"There is not a kind of record “{name}”.")
    return kind, kind.pages


def _may_correct(request: DatedRequest, pages: Pages) -> bool:
    """Whether the reader may record a correction on the page's day."""
    today = request.as_of == request.today
    return today and "replaces" in pages.fields and request.user.has_perm(pages.act.needs)


def _dated_by(kind: RecordKind, request: DatedRequest) -> QuerySet[Model]:
    rows = kind.model._default_manager.select_related()
    if any(field.name == "replaces" for field in kind.model._meta.fields):
        later = kind.model._default_manager.filter(replaces=OuterRef("pk"))
        rows = rows.annotate(corrected=Exists(later))
    if isinstance(kind.dated, str):
        rows = rows.filter(**{f"{kind.dated}__lte": request.as_of})
    return rows


def _documents_on(request: DatedRequest, kind: RecordKind, row: Model) -> dict[str, object]:
    if not isinstance(kind.documents, Documents):
        return {}
    may_attach = request.as_of == request.today and request.user.has_perm(_ATTACH)
    form = AttachForm(kind.documents.kinds, auto_id="attach_%s") if may_attach else None
    return {
        "takes_documents": True,
        "attachments": attachments_of_record(row),
        "attach_url": f"{url_of(row)}attach/",
        "attach_form": form,
    }
