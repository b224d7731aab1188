"""The form that records that the delivery of a sale failed."""

from django import forms

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField


class FailureForm(PageForm):
    """On which day it failed, why, and when the sale falls due again."""

    failed_on = DayField(label="Failed on")
    new_day = DayField(label="Due again on", help_text="A settlement day after the failure.")
    reason = forms.CharField(
        label="Reason", max_length=300, help_text="Kept permanently in the books."
    )
