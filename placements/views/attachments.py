"""Attach documents to the records of the placements, and download them."""

from collections.abc import Mapping
from typing import Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.documents.forms import AttachForm
from neoequity.books.documents.response import handed_out
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.attachment import AttachableRecord, attach
from placements.models import Agreement, Attachment, Placement, Sale
from placements.selectors.documents import attachments_of
from placements.terms.document import ACCEPTANCE, DOCUMENT_KINDS, PROVES


class HasPage(Protocol):
    """A record with a page of its own."""

    def get_absolute_url(self) -> str: ...


@require_safe
def attachment(request: DatedRequest, pk: int) -> HttpResponseBase:
    """`/attachments/<pk>/`: downloads the document as it was attached."""
    return handed_out(request, Attachment, pk)


def documents_on(
    request: DatedRequest, url: str, *records: AttachableRecord | None
) -> dict[str, object]:
    """A record page's documents, and the form for users who may attach one."""
    may_attach = request.as_of == request.today and request.user.has_perm(
        "placements.add_attachment"
    )
    kinds = _words(_takers(*records))
    return {
        "attachments": attachments_of(*records),
        "attach_url": url,
        "attach_form": AttachForm(kinds, auto_id="attach_%s") if may_attach else None,
    }


@write_view("placements.add_attachment")
@require_http_methods(["GET", "HEAD", "POST"])
def attach_to_agreement(request: DatedRequest, slug: str) -> HttpResponse:
    """Attach a document to an agreement."""
    agreement = get_object_or_404(Agreement, slug=slug)
    return _attach(request, agreement, agreement.name, agreement)


@write_view("placements.add_attachment")
@require_http_methods(["GET", "HEAD", "POST"])
def attach_to_placement(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Attach a document to a placement."""
    rows = Placement.objects.select_related("agreement")
    placement = get_object_or_404(rows, agreement__slug=slug, number=number)
    return _attach(request, placement, f"{placement}, {placement.agreement}", placement)


@write_view("placements.add_attachment")
@require_http_methods(["GET", "HEAD", "POST"])
def attach_to_sale(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Attach a document to a sale or, if it is a confirmation, to its delivery."""
    rows = Sale.objects.select_related("agreement", "delivery")
    sale = get_object_or_404(rows, agreement__slug=slug, number=number)
    delivery = getattr(sale, "delivery", None)
    return _attach(request, sale, f"{sale}, {sale.agreement}", sale, delivery)


def _attach(
    request: DatedRequest, page: HasPage, title: str, *records: AttachableRecord | None
) -> HttpResponse:
    takers = _takers(*records)
    form = AttachForm(_words(takers), submitted_data(request), request.FILES or None)

    def attach_to_taker(cleaned: Mapping[str, str]) -> Attachment:
        return attach(
            takers[cleaned["kind"]],
            kind=cleaned["kind"],
            **form.said(),
            by=request.user,
            received_on=request.today,
        )

    attached = acted(form, attach_to_taker)
    if attached is not None:
        messages.success(request, f"“{attached.name}” is attached.")
        return redirect(page)
    return ask(request, form, page, title)


def ask(request: DatedRequest, form: AttachForm, page: HasPage, title: str) -> HttpResponse:
    """The form on a page of its own; status 422 if it has errors."""
    context = {"form": form, "page": page.get_absolute_url(), "title": title}
    status = 422 if form.errors else 200
    return render(request, "placements/attach.html", context, status=status)


def _takers(*records: AttachableRecord | None) -> dict[str, AttachableRecord]:
    """The record that a document of each kind would be attached to."""
    takers: dict[str, AttachableRecord] = {}
    for record in records:
        if record is not None:
            for kind in PROVES[str(record._meta.model_name)]:
                takers.setdefault(kind, record)
    placement = takers.get(ACCEPTANCE)
    if isinstance(placement, Placement) and placement.accepted_on is None:
        del takers[ACCEPTANCE]
    return takers


def _words(kinds: dict[str, AttachableRecord]) -> dict[str, str]:
    return {kind: DOCUMENT_KINDS[kind] for kind in kinds}
