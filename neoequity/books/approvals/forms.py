"""The form that decides a request."""

from django import forms

from neoequity.books.approvals.rules import Decision
from neoequity.books.pages.form import PageForm


class DecisionForm(PageForm):
    """A decision, chosen by its button, with a note."""

    decision = forms.ChoiceField(
        choices=[(decision.value, decision.value) for decision in Decision],
        widget=forms.HiddenInput,
    )
    note = forms.CharField(
        label="Note", required=False, max_length=300, help_text="A rejection needs one."
    )
