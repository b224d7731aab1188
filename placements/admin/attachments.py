"""Attachments in the admin: added through `attach`, then read-only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from neoequity.books.accounts import User
from neoequity.books.documents.admin import AttachedAdmin, AttachedForm
from neoequity.books.refusal import Reason
from placements.actions.attachment import attach
from placements.models import Attachment
from placements.terms.document import PROVES


class AttachmentForm(AttachedForm):
    """A document on one record."""

    def reasons_against(self) -> Sequence[Reason]:
        """Exactly one record must be named; the action checks the rest."""
        chosen = [record for record in PROVES if self.cleaned_data.get(record)]
        return [] if len(chosen) == 1 else [Reason("Name the one record that it proves.")]

    def act(self, *, by: User, today: date) -> Attachment:
        """Attach it."""
        [record] = filter(None, map(self.cleaned_data.get, PROVES))
        return attach(record, **self.said(), by=by, received_on=today)


@admin.register(Attachment)
class AttachmentAdmin(AttachedAdmin):
    """Documents on agreements, placements, sales and deliveries."""

    summary = "Documents attached to agreements, placements, sales and deliveries."
    form = AttachmentForm
    records = tuple(PROVES)
    raw_id_fields = list(PROVES)
    list_select_related = [
        "document",
        "recorded_by",
        "agreement",
        "placement__agreement",
        "sale__agreement",
        "delivery__sale__agreement",
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Attachment | None = None) -> Any:
        """What to name, above the fields of a new document."""
        asked = {} if obj else {"description": "Name the one record that the document proves."}
        return [(None, {"fields": self.get_fields(request, obj), **asked})]

    @admin.display(description="proves")
    def record(self, attachment: Attachment) -> str:
        """The record and its agreement."""
        delivery = attachment.delivery
        record = (delivery.sale if delivery else None) or attachment.sale or attachment.placement
        if record is None:
            return str(attachment.agreement)
        return f"{'Delivery of ' if delivery else ''}{record}, {record.agreement}"
