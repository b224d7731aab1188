"""Forms that draft a placement and move it."""

from typing import Any

from django import forms

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, PriceField, SharesField
from placements.models import Agreement, Placement


class TermsForm(PageForm):
    """The terms of a draft: shares and prices."""

    shares_offered = SharesField(label="Shares offered")
    minimum_price = PriceField(
        label="Minimum price",
        required=False,
        help_text="Dollars per share. Nothing is sold below it, and unsold shares reserve capacity "
        "at it.",
    )
    expected_price = PriceField(
        label="Expected price",
        required=False,
        help_text="Dollars per share. Needed only without a minimum price, to reserve capacity.",
    )
    remark = forms.CharField(label="Remark", required=False, max_length=300)

    @classmethod
    def terms_of(cls, placement: Placement) -> dict[str, Any]:
        """The initial values for revising a draft."""
        return {name: getattr(placement, name) for name in cls.base_fields}

    def terms(self) -> dict[str, Any]:
        """The arguments of draft_placement and revise_draft."""
        return {name: self.cleaned_data[name] for name in TermsForm.base_fields}


class DraftForm(TermsForm):
    """A new draft, under one of the agreements."""

    agreement = forms.ModelChoiceField(
        Agreement.objects.all(),
        label="Agreement",
        empty_label=None,
        to_field_name="slug",
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    field_order = ("agreement",)


class MoveForm(PageForm):
    """The day of a move, and a note that stays with it."""

    on = DayField(label="Day", help_text="The day on which it takes effect.")
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=300,
        help_text="Kept in the placement's history.",
    )
