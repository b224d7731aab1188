"""The forms that request the end of an agreement, and that it sells again."""

from django import forms

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from placements.terms.ending import TERMINATED_BY


class _Paper(PageForm):
    """What every change of terms rests on: the field names are those of the action."""

    document = forms.CharField(
        label="Document", max_length=120, help_text="The letter or notice that says so."
    )
    page = forms.CharField(label="Page", required=False, max_length=80)
    reason = forms.CharField(label="Reason", max_length=300)


class TerminationForm(_Paper):
    """When notice was given and by whom, and from which day on nothing is sold."""

    noticed_on = DayField(label="Notice given on")
    terminated_on = DayField(
        label="Terminated with effect from",
        help_text="Nothing is placed or sold on this day or later. A day to come is possible.",
    )
    terminated_by = forms.ChoiceField(
        label="Terminated by", choices=[("", "Not stated"), *TERMINATED_BY.items()], required=False
    )
    field_order = ("noticed_on", "terminated_on", "terminated_by", "document", "page", "reason")


class ReinstatementForm(_Paper):
    """From which day on the agreement sells again."""

    effective_on = DayField(
        label="Reinstated with effect from",
        help_text="Sales are possible again on this day. The days since its end stay without.",
    )
    field_order = ("effective_on", "document", "page", "reason")
