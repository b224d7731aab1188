"""The form that attaches a document to an entry of a warrant."""

from typing import Any, cast

from neoequity.books.days import written
from neoequity.books.documents.forms import AttachForm
from neoequity.books.pages.form_fields import ModelChoiceField
from warrants.models import Entry, Warrant
from warrants.models.attachment import DOCUMENT_KINDS


class EntryField(ModelChoiceField):
    """A register entry, labelled by number, kind and day."""

    def label_from_instance(self, obj: Entry) -> str:
        """2. Transfer of 2001-11-15."""
        kind = "Reversal" if obj.reverses_id else obj.get_kind_display()
        return f"{obj.number}. {kind} of {written(obj.on)}"


class EntryAttachForm(AttachForm):
    """A document, and the entry of the warrant that it supports."""

    entry = EntryField(
        Entry.objects.none(),
        label="Entry",
        empty_label=None,
        error_messages={"invalid_choice": "The warrant has no such entry."},
    )
    field_order = ("entry", "kind", "document", "remark")

    def __init__(self, warrant: Warrant, *args: object, **kwargs: object) -> None:
        super().__init__(DOCUMENT_KINDS, *args, **kwargs)
        cast(EntryField, self.fields["entry"]).queryset = warrant.entries.order_by("-number")

    def said(self) -> dict[str, Any]:
        """The cleaned data as arguments of the action."""
        selected = {name: self.cleaned_data[name] for name in ("entry", "kind")}
        return {**selected, **super().said()}
