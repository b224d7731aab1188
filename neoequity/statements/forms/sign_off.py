"""The form by which a Controller signs off a reconciliation."""

from django import forms

from neoequity.books.pages.form import PageForm


class SignOffForm(PageForm):
    """The note; the digest is that of the reconciliation that was shown."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What you compared; needed if the share counts differ.",
    )
