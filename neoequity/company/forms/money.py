"""Forms that try days and prices on the page of other money; they write nothing."""

from decimal import Decimal
from typing import Any

from django import forms

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, MoneyField, PriceField, RateField
from neoequity.company.selectors.receipts import (
    CLASS_B,
    DEBENTURES,
    MILESTONES,
    PROGRAMME,
    Choice,
)


class RunwayForm(PageForm):
    """A price, a share of the volume, and what a scenario of one's own counts on."""

    price = PriceField(label="Price per share", required=False)
    participation = RateField(label="Share of the daily volume sold", required=False)
    count_on = forms.MultipleChoiceField(
        label="Count on, in a scenario of your own",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (PROGRAMME, "Programme"),
            (CLASS_B, "Class B Warrants"),
            (DEBENTURES, "Debentures"),
            (MILESTONES, "Milestones"),
        ],
        error_messages={"invalid_choice": "%(value)s is not something to count on."},
    )

    def clean_participation(self) -> Decimal | None:
        """At most all of the volume."""
        rate: Decimal | None = self.cleaned_data["participation"]
        if rate is not None and rate > 1:
            raise forms.ValidationError("Enter at most 100% of the daily volume.")
        return rate

    def choice(self) -> Choice:
        """What a valid form states."""
        said: dict[str, Any] = self.cleaned_data
        return Choice(said["price"], said["participation"], tuple(said["count_on"]))


class ConversionForm(PageForm):
    """The days on which a debenture is issued and converted, and its principal."""

    issued_on = DayField(label="Issued on")
    converted_on = DayField(label="Converted on", required=False)
    principal = MoneyField(label="Principal", required=False)
