"""Pages of cash received: the list, one receipt, and what is attached to it or undoes it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.approvals.selectors import requests_about
from neoequity.books.documents.actions import attach_to_record, attachments_of_record
from neoequity.books.documents.forms import AttachForm
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import show
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.receipt import ask_undo_receipt, reasons_against_undoing_receipt
from placements.forms.receipts import UndoingForm
from placements.models import Receipt
from placements.selectors.receipts import parts_of, receipts_as_of
from placements.tables.receipts import ReceiptTable
from placements.terms.document import BANK_ADVICE
from placements.terms.request import RECEIPT_UNDOING
from placements.views.attachments import ask

_ROWS = 50
_ATTACH = "books.add_recordattachment"


@require_safe
def receipts(request: DatedRequest) -> HttpResponse:
    """`/settlements/receipts/`: the receipts by the day, the latest received first."""
    rows = receipts_as_of(request.as_of).select_related("agreement", "undoes")
    context = {"table": show(ReceiptTable(rows), request, rows=_ROWS)}
    return render(request, "placements/receipts.html", context)


@require_safe
def receipt(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """One receipt as of the day, with what it pays."""
    posted = receipt_of(slug, number)
    then = receipts_as_of(request.as_of).filter(pk=posted.pk).first()
    if then is None:
        context = {"name": f"receipt {number}", "agreement": posted.agreement}
        return render(request, "placements/not_yet.html", context, status=404)
    undoing = getattr(posted, "undoing", None)
    if undoing is not None and undoing.received_on > request.as_of:
        undoing = None
    may_attach = request.as_of == request.today and request.user.has_perm(_ATTACH)
    context = {
        "receipt": posted,
        "then": then,
        "undoing": undoing,
        "stands": posted.undoes_id is None and getattr(posted, "undoing", None) is None,
        "parts": parts_of(posted, request.as_of),
        "asked": requests_about(RECEIPT_UNDOING, posted.pk),
        "attachments": attachments_of_record(posted),
        "attach_url": reverse("placements:receipt_attach", args=[slug, number]),
        "attach_form": AttachForm(BANK_ADVICE, auto_id="attach_%s") if may_attach else None,
    }
    return render(request, "placements/receipt.html", context)


def receipt_of(slug: str, number: int) -> Receipt:
    """The receipt with this number, or a page that says that there is none."""
    rows = Receipt.objects.select_related(
        *("agreement", "recorded_by", "undoes", "undoing", "approval__decided_by")
    )
    return get_object_or_404(rows, agreement__slug=slug, number=number)


@write_view(_ATTACH)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_attach(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Attach the bank's advice, or another document, to a receipt."""
    posted = receipt_of(slug, number)
    form = AttachForm(BANK_ADVICE, submitted_data(request), request.FILES or None)

    def attach(facts: Mapping[str, Any]) -> RecordAttachment:
        return attach_to_record(posted, kind=facts["kind"], **form.said(), by=request.user)

    attachment = acted(form, attach)
    if attachment is None:
        return ask(request, form, posted, f"{posted}, {posted.agreement}")
    messages.success(request, f"“{attachment.name}” is attached.")
    return redirect(posted)


@write_view("placements.add_receipt")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_undo(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Request that a receipt be undone."""
    posted = receipt_of(slug, number)
    form = UndoingForm(submitted_data(request), initial={"on": request.today})
    approval = acted(
        form,
        lambda cleaned: ask_undo_receipt(posted, **cleaned, by=request.user, today=request.today),
    )
    if approval is not None:
        messages.success(
            request,
            f"{approval} is awaiting a CFO's decision: approving it undoes "
            f"{str(posted).lower()} of the {posted.agreement}.",
        )
        return redirect(posted)
    context = {
        "receipt": posted,
        "parts": parts_of(posted, request.as_of),
        "form": form,
        "against": [
            *reasons_against_asking(RECEIPT_UNDOING, posted.pk),
            *reasons_against_undoing_receipt(
                posted, on=request.today, reason="asked for below", today=request.today
            ),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "placements/receipt_undo.html", context, status=status)
