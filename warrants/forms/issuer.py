"""Forms for calls of a series, stock splits, and requests for registration."""

from django import forms

from neoequity.books.models import Issuer
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, PriceField, SharesField
from placements.models import Agreement
from warrants.forms.entries import AnyHolderField
from warrants.models import RegistrationRequest

MOST_OF_A_RATIO = 1_000_000


class CallForm(PageForm):
    """The day on which a call notice was delivered."""

    delivered_on = DayField(
        label="Delivered on", help_text="The closing bid of the next trading day sets the price."
    )


class CallPriceForm(PageForm):
    """The closing bid and market price of a call."""

    closing_bid = PriceField(label="Closing bid", help_text="Dollars per share, of the day after.")
    market_price = PriceField(
        label="Market price", help_text="Dollars per share. It decides which rate governs."
    )


class CallCorrectionForm(CallPriceForm):
    """The correct bid and market price, with the reason for the correction."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "A correction needs a reason."},
        help_text="Kept permanently in the history.",
    )


class WhatIfForm(PageForm):
    """A price to try, used as closing bid and market price."""

    price = PriceField(label="Closing bid and market price, dollars per share")


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
        help_text="The document that states it.",
    )

    def clean(self) -> dict[str, object]:
        """Limit both sides of the ratio to what the database can hold."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("new", "old"):
            if (cleaned.get(name) or 0) > MOST_OF_A_RATIO:
                self.add_error(name, f"A split counts up to {MOST_OF_A_RATIO:,} shares.")
        return cleaned


class RegistrationForm(PageForm):
    """A holder's request for registration."""

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
