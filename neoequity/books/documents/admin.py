"""The admin of attachments, whatever they prove: added by an action, then read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from neoequity.books.addresses import url_of
from neoequity.books.admin.base import ActedAdmin
from neoequity.books.admin.refusals import ActedForm, RefusableForm
from neoequity.books.documents.forms import DocumentField
from neoequity.books.documents.models import Attached
from neoequity.books.documents.rules import size_in_words

#: Characters of a hash in a list.
_SHORT = 12

#: What was stored, for every attachment.
FACTS = ("content_type", "size", "sha256", "saved", "remark", "recorded_at", "recorded_by")


class AttachedForm(ActedForm):
    """A file, its kind, and a remark."""

    file = DocumentField()

    def said(self) -> dict[str, Any]:
        """What was submitted, as the action's arguments."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return {
            "kind": self.cleaned_data["kind"],
            "name": file.name,
            "content": file.read(),
            "remark": self.cleaned_data["remark"],
        }


class AttachedAdmin(ActedAdmin):
    """The list of attachments; subclasses add the column `record`, what an attachment proves."""

    adds = "Attach document"
    list_display = ["name", "kind", "record", "size", "short_sha256", "recorded_at", "recorded_by"]
    list_filter = ["kind", "document__content_type"]
    search_fields = ["name", "^document__sha256"]
    date_hierarchy = "recorded_at"
    records: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Attached | None = None) -> tuple[str, ...]:
        """The fields to fill in or, once attached, what was stored."""
        if obj is None:
            return (*self.records, "kind", "file", "remark")
        return ("name", "kind", "record", *FACTS)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[RefusableForm]:
        """Leaves out the form's file, which is not a field of the row."""
        if obj is None:
            kwargs["fields"] = [*self.records, "kind", "remark"]
        return super().get_form(request, obj, change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Attached | None = None) -> bool:
        """An attachment is never changed."""
        return False

    @admin.display(description="SHA-256")
    def sha256(self, attached: Attached) -> str:
        """The hash of its bytes."""
        return attached.document.sha256

    @admin.display(description="SHA-256, its start")
    def short_sha256(self, attached: Attached) -> str:
        """The start of the hash, which tells documents apart; the row's page has all of it."""
        digest = attached.document.sha256
        return format_html('<span class="digest" title="{}">{}</span>', digest, digest[:_SHORT])

    @admin.display(ordering="document__size")
    def size(self, attached: Attached) -> str:
        """In kilobytes or megabytes."""
        return size_in_words(attached.document.size)

    @admin.display(description="format")
    def content_type(self, attached: Attached) -> str:
        """The format found in its content."""
        return attached.document.get_content_type_display()

    @admin.display(description="document")
    def saved(self, attached: Attached) -> str:
        """A link that saves it."""
        return format_html('<a href="{}" download>Download</a>', url_of(attached))
