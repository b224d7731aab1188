"""What all forms share: their layout, and an action's reasons beside its fields."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from neoequity.books.days import on_page
from neoequity.books.refusal import Reason


class PageForm(forms.Form):
    """A form shown field by field, each with its help text and the sentences against it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.setdefault("missing", f"{field.label} is missing.")
            field.error_messages["required"] = field.error_messages["missing"]
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.field_template = "placements/parts/field.html"

    def add_reasons(self, reasons: Iterable[Reason]) -> None:
        """Show each sentence beside the field it concerns, or above the form.

        A field that could not be read already has a sentence of its own.
        """
        unread = set(self.errors)
        for reason in reasons:
            field = reason.field if reason.field in self.fields else None
            if field not in unread:
                self.add_error(field, on_page(reason.sentence))

    def refused_fields(self) -> list[forms.BoundField]:
        """The fields that have a sentence against them, in their order on the page."""
        return [self[name] for name in self.fields if name in self.errors]
