"""Forms about a series' calls, the issuer's splits, and requests for registration."""

from typing import Any

from django import forms

from placements.forms.fields import DayField, PriceField, SharesField
from placements.forms.form import PageForm
from placements.models import Agreement, Issuer
from warrants.forms.entries import AnyHolderField
from warrants.models import RegistrationRequest

MOST_OF_A_RATIO = 1_000_000


class CallForm(PageForm):
    """The day on which a call notice was delivered."""

    delivered_on = DayField(
        label="Delivered on", help_text="The closing bid of the next trading day sets the price."
    )


class CallPriceForm(PageForm):
    """What the market said on the day of the bid."""

    closing_bid = PriceField(label="Closing bid", help_text="Dollars a share, of the day after.")
    market_price = PriceField(
        label="Market price", help_text="Dollars a share. It decides which rate governs."
    )


class CallCorrectionForm(CallPriceForm):
    """What the market really said, and why it was entered otherwise."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "A correction needs a reason."},
        help_text="Kept in the history for good.",
    )


class WhatIfForm(PageForm):
    """A price to try: it stands for closing bid and market price alike."""

    price = PriceField(label="Closing bid and market price, dollars a share")


class SplitForm(PageForm):
    """New shares for old ones, from a day on."""

    issuer = forms.ModelChoiceField(
        Issuer.objects.all(),
        label="Issuer",
        empty_label=None,
        to_field_name="slug",
        error_messages={"invalid_choice": "There is no such issuer."},
    )
    effective_on = DayField(
        label="Effective on",
        help_text="Pages as of an earlier day still count the shares of that day.",
    )
    new = SharesField(label="New shares", help_text="1 in a 1-for-25 reverse split.")
    old = SharesField(label="For old shares", help_text="25 in a 1-for-25 reverse split.")
    source = forms.CharField(
        label="Source",
        max_length=200,
        error_messages={"missing": "A split names its source."},
        help_text="The document that says so.",
    )

    def clean(self) -> dict[str, Any]:
        """The database counts shares of a ratio in whole numbers that it can hold."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("new", "old"):
            if (said.get(name) or 0) > MOST_OF_A_RATIO:
                self.add_error(name, f"A split counts up to {MOST_OF_A_RATIO:,} shares.")
        return said


class RegistrationForm(PageForm):
    """Who asks for which registration, and when."""

    agreement = forms.ModelChoiceField(
        Agreement.objects.all(),
        label="Agreement",
        empty_label=None,
        to_field_name="slug",
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    holder = AnyHolderField("Holder", empty_label="Choose a holder")
    kind = forms.ChoiceField(
        label="Request",
        choices=[("", "Choose a request"), *RegistrationRequest.KINDS],
        error_messages={"invalid_choice": "A request is a demand or a piggyback."},
    )
    requested_on = DayField(label="Requested on")
    remark = forms.CharField(label="Remark", required=False, max_length=300)
