"""Receipts and their parts in the admin: recorded through the actions, then read-only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from neoequity.books.accounts import User
from neoequity.books.admin.base import ActedAdmin, ActionLink
from neoequity.books.admin.refusals import ActedForm, day_of, person
from neoequity.books.admin.written import figure
from neoequity.books.days import written
from neoequity.books.money import dollars
from placements.actions.receipt import allocate, ask_undo_receipt, record_receipt
from placements.forms.receipts import UndoingForm
from placements.models import Receipt, ReceiptPart
from placements.terms.receipt import Part

_AMOUNT = figure("amount", dollars)


class ReceiptForm(ActedForm):
    """A receipt; its parts are allocated afterwards."""

    def act(self, *, by: User, today: date) -> Receipt:
        """Record it."""
        return record_receipt(**self.cleaned_data, by=by, today=today)


class PartForm(ActedForm):
    """What of one receipt pays one entry."""

    def act(self, *, by: User, today: date) -> ReceiptPart:
        """Allocate it."""
        cleaned = self.cleaned_data
        part = Part(cleaned["entry"].pk, cleaned["amount"], cleaned["remark"])
        return allocate(cleaned["receipt"], [part], by=by, today=today)[0]


_FIELDS = ("agreement", "received_on", "amount", "bank_reference", "remark")
_PART_FIELDS = ("receipt", "entry", "amount", "remark")


@admin.register(Receipt)
class ReceiptAdmin(ActedAdmin):
    """Cash received, in the order of recording."""

    summary = "Cash that the bank credited under each agreement, or the issuer paid back."
    adds = "Record receipt"
    form = ReceiptForm
    fields = _FIELDS
    list_display = ["number", "agreement", "received_on", _AMOUNT, "bank_reference", "undoes"]
    list_filter = ["agreement"]
    list_select_related = ["agreement", "undoes"]
    search_fields = ["=number", "^bank_reference"]
    search_help_text = "The number of a receipt, or how the bank's reference begins."
    date_hierarchy = "received_on"
    ordering = ["-pk"]

    def get_fields(self, request: HttpRequest, obj: Receipt | None = None) -> tuple[Any, ...]:
        """With what it undoes, and when and by whom it was recorded, once it is."""
        if obj is None:
            return _FIELDS
        undoing = ("undoes", "reason", "approval") if obj.undoes_id else ()
        return ("number", *_FIELDS, *undoing, "recorded_at", "recorded_by")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Received today, unless the URL names another day."""
        return {"received_on": day_of(request), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Receipt | None = None) -> bool:
        """Never: a receipt is not changed."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """With the page that requests an undoing."""
        view = self.admin_site.admin_view(self.undo_view)
        undoing = path("<path:object_id>/undo/", view, name="placements_receipt_undo")
        return [undoing, *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Receipt) -> Sequence[ActionLink]:
        """A link to undo a receipt that stands."""
        stands = obj.undoes_id is None and not hasattr(obj, "undoing")
        if not stands or not self.has_add_permission(request):
            return []
        return [ActionLink("Undo receipt", self.url("undo", obj.pk))]

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Request that a receipt be undone from a day on, with a reason."""
        receipt = self.get_object(request, unquote(object_id))
        if receipt is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        today, name = day_of(request), f"receipt {receipt.number} of the {receipt.agreement.name}"
        return self.act_on(
            request,
            receipt,
            form=UndoingForm(request.POST or None, initial={"on": today}),
            act=lambda cleaned: ask_undo_receipt(
                receipt, **cleaned, by=person(request), today=today
            ),
            title=f"Undo receipt {receipt.number}",
            button="Request undoing",
            facts=f"{name[:1].upper()}{name[1:]} of {written(receipt.received_on)}: "
            f"{dollars(receipt.amount)}. Once another person has approved it, an entry that "
            "negates the receipt is added, and what it paid is open again.",
            done=f"The undoing of {name} is awaiting approval by a CFO.",
        )


@admin.register(ReceiptPart)
class ReceiptPartAdmin(ActedAdmin):
    """What receipts paid, in the order of recording."""

    summary = "Which sales and adjustments each receipt pays, and with how much."
    adds = "Allocate receipt"
    form = PartForm
    fields = _PART_FIELDS
    raw_id_fields = ["receipt", "entry"]
    list_display = ["receipt", "entry", _AMOUNT, "applied_on", "remark", "recorded_by"]
    list_select_related = ["receipt", "entry", "recorded_by"]
    list_filter = ["receipt__agreement"]
    search_fields = ["=receipt__number", "=entry__number"]
    date_hierarchy = "applied_on"
    ordering = ["-pk"]

    def get_fields(self, request: HttpRequest, obj: ReceiptPart | None = None) -> tuple[str, ...]:
        """With its day, and when and by whom it was recorded, once it is."""
        further = ("applied_on", "recorded_at", "recorded_by") if obj else ()
        return (*_PART_FIELDS, *further)

    def has_change_permission(self, request: HttpRequest, obj: ReceiptPart | None = None) -> bool:
        """Never: what is allocated is moved by further parts."""
        return False
