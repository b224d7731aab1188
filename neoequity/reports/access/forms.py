"""The form by which a CFO signs off the rights of a day."""

from datetime import datetime

from django import forms

from neoequity.books.exporting.query import parse_moment
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField

_STALE = "The page is out of date: open the review again."


class ReviewForm(PageForm):
    """The note; the day, the moment and the digest are those of the page that was shown."""

    day = DayField(label="Day", widget=forms.HiddenInput)
    known_at = forms.CharField(max_length=40, widget=forms.HiddenInput)
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Note",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you reviewed, and what is to change, if anything.",
        error_messages={"missing": "Say in a note what you reviewed."},
    )

    def clean_known_at(self) -> datetime:
        """The moment of the page, in any zone."""
        try:
            return parse_moment(self.cleaned_data["known_at"], needs_zone=True)
        except ValueError as fault:
            raise forms.ValidationError(_STALE) from fault
