"""Documents on entries in the admin: added through `attach_to_entry`, then read-only."""

from datetime import date

from django.contrib import admin

from neoequity.books.accounts import User
from neoequity.books.documents.admin import AttachedAdmin, AttachedForm
from warrants.actions.attachment import attach_to_entry
from warrants.admin.base import named
from warrants.models import EntryAttachment


class EntryAttachmentForm(AttachedForm):
    """A document on one entry."""

    def act(self, *, by: User, today: date) -> EntryAttachment:
        """Attach the document."""
        return attach_to_entry(self.cleaned_data["entry"], **self.said(), by=by)


@admin.register(EntryAttachment)
class EntryAttachmentAdmin(AttachedAdmin):
    """Documents on entries of the register."""

    summary = "Documents attached to entries of the register."
    form = EntryAttachmentForm
    records = ("entry",)
    raw_id_fields = ["entry"]
    list_select_related = ["document", "recorded_by", "entry__warrant__issuer"]

    @admin.display(description="proves")
    def record(self, attached: EntryAttachment) -> str:
        """The entry and its warrant."""
        return f"{attached.entry}, {named(attached.entry.warrant)}"
