"""What the admin shows of every attachment, whatever it proves: added by an action, then kept."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from neoequity.books.admin.base import ActedAdmin
from neoequity.books.admin.refusals import ActedForm
from neoequity.books.documents.forms import DocumentField
from neoequity.books.documents.models import Attached
from neoequity.books.documents.rules import size_in_words


class AttachedForm(ActedForm):
    """A file, what it is, and a remark."""

    file = DocumentField()

    def said(self) -> dict[str, Any]:
        """What was sent, as the action takes it."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return {
            "kind": self.cleaned_data["kind"],
            "name": file.name,
            "content": file.read(),
            "remark": self.cleaned_data["remark"],
        }


class AttachedAdmin(ActedAdmin):
    """What all lists of attachments show; `record` names the column of what they prove."""

    list_display = ["name", "kind", "record", "size", "sha256", "recorded_at", "recorded_by"]
    list_filter = ["kind", "document__content_type"]
    search_fields = ["name", "^document__sha256"]
    date_hierarchy = "recorded_at"
    records: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Attached | None = None) -> Any:
        """To be filled in; once attached, what was found and kept."""
        if obj is None:
            return [*self.records, "kind", "file", "remark"]
        facts = ["size", "sha256", "saved", "remark", "recorded_at", "recorded_by"]
        return ["name", "kind", "record", "content_type", *facts]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form's own file is no field of the row."""
        if obj is None:
            kwargs["fields"] = [*self.records, "kind", "remark"]
        return super().get_form(request, obj, change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An attachment stays as it is."""
        return False

    @admin.display(description="SHA-256")
    def sha256(self, attached: Attached) -> str:
        """The hash of its bytes."""
        return attached.document.sha256

    @admin.display(ordering="document__size")
    def size(self, attached: Attached) -> str:
        """In kilobytes or megabytes."""
        return size_in_words(attached.document.size)

    @admin.display(description="format")
    def content_type(self, attached: Attached) -> str:
        """What its content was found to be."""
        return attached.document.get_content_type_display()

    @admin.display(description="the document")
    def saved(self, attached: Any) -> str:
        """Where it is saved from."""
        return format_html('<a href="{}" download>Save it</a>', attached.get_absolute_url())
