"""The form of a view: its name, with whom it is shared, and what it keeps."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from neoequity.books.days import read_day, written
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.saved.kept import Kept
from neoequity.saved.models import LONGEST_NAME


class ViewForm(PageForm):
    """What a person says of a view; the hidden fields say what the list shows."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        error_messages={
            "missing": "Enter a name for the view.",
            "max_length": f"A view’s name has at most {LONGEST_NAME} characters.",
        },
    )
    shared = forms.BooleanField(
        label="Share with everyone with access to this list", required=False
    )
    keep_day = forms.BooleanField(required=False)
    address = forms.CharField(widget=forms.HiddenInput, required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
    day = DayField(label="Day", widget=forms.HiddenInput(), required=False)

    def kept(self) -> Kept:
        """What the view of a valid form keeps."""
        kept = Kept.read(QueryDict(self.cleaned_data["query"]))
        day: date | None = self.cleaned_data["day"]
        return kept._replace(day=day if self.cleaned_data["keep_day"] else None)

    def day_in_words(self) -> str:
        """The day that the view keeps if asked to: Nov 9, 2001; empty if none is known."""
        value = self["day"].value()
        day = value if isinstance(value, date) else read_day(value or "")
        return "" if day is None else written(day)


class ChangedViewForm(ViewForm):
    """The same of a view that is saved; `present` has it keep what the list shows now."""

    present = forms.BooleanField(
        label="Update to the current filters, order and columns", required=False
    )

    def __init__(self, *args: Any, before: Kept, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before

    def kept(self) -> Kept:
        """What it kept before, or what the list shows now; on the day of the form."""
        kept = super().kept()
        return kept if self.cleaned_data["present"] else self.before._replace(day=kept.day)
