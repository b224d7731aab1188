"""Forms for the entries of the register: exercise, transfer, cancel, expire, reverse."""

from typing import cast

from django import forms
from django.db.models import F

from neoequity.books.money import of_shares, per_share
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, ModelChoiceField, PriceField, SharesField
from warrants.models import CallNotice, Holder, Warrant

_ANY_DAY = "The day it happened; it may precede later entries."


class HeldByField(ModelChoiceField):
    """A holder of the warrant with its shares, the largest first.

    Holders without shares are offered, too; the action refuses them with a sentence.
    """

    def __init__(self, label: str) -> None:
        super().__init__(
            Holder.objects.none(),
            label=label,
            empty_label=None,
            to_field_name="slug",
            error_messages={"invalid_choice": "There is no such holder of this warrant."},
        )

    def label_from_instance(self, holder: Holder) -> str:
        """Cantor Fitzgerald & Co. · 94,971 shares."""
        return f"{holder.name} · {of_shares(holder.has)}"  # type: ignore[attr-defined] # annotated


class AnyHolderField(ModelChoiceField):
    """All holders of the issuer, each with its category."""

    def __init__(self, label: str, *, empty_label: str) -> None:
        super().__init__(
            Holder.objects.all(),
            label=label,
            to_field_name="slug",
            empty_label=empty_label,
            error_messages={"invalid_choice": "There is no such holder."},
        )

    def label_from_instance(self, holder: Holder) -> str:
        """A. Officer · officer of the agent."""
        return f"{holder.name} · {holder.get_category_display().lower()}"


class OfWarrant(PageForm):
    """A form about one warrant."""

    def __init__(self, warrant: Warrant, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.warrant = warrant
        for field in self.fields.values():
            if isinstance(field, HeldByField):
                holders = Holder.objects.filter(balances__warrant=warrant)
                field.queryset = holders.annotate(has=F("balances__shares")).order_by(
                    "-has", "name"
                )
            elif isinstance(field, AnyHolderField):
                field.queryset = Holder.objects.filter(issuer=warrant.issuer_id)


class CallField(ModelChoiceField):
    """A call whose price is set, with the price."""

    def label_from_instance(self, call: CallNotice) -> str:
        """Call of 2001-11-09 · $3.8380."""
        assert call.exercise_price is not None  # noqa: S101  # offered with its price only
        return f"{call} · {per_share(call.exercise_price)}"


class ExerciseForm(OfWarrant):
    """The holder, shares, day and market price of an exercise."""

    holder = HeldByField("Holder")
    shares = SharesField(label="Warrant shares")
    on = DayField(label="Day", help_text=_ANY_DAY)
    market_price = PriceField(
        label="Market price",
        required=False,
        help_text="Dollars per share. Used to calculate a cashless exercise.",
    )
    call = CallField(
        CallNotice.objects.none(),
        label="In answer to",
        empty_label="Choose a call",
        error_messages={
            "missing": "Warrants of this series are exercised in answer to a call whose price is "
            "set.",
            "invalid_choice": "There is no such call with a price.",
        },
    )

    def __init__(self, warrant: Warrant, *args: object, **kwargs: object) -> None:
        super().__init__(warrant, *args, **kwargs)
        # The preview replaces the errors beside each field while the field itself stays.
        self.helper.form_show_errors = False
        for name, field in self.fields.items():
            described = f"id_{name}_helptext " if field.help_text else ""
            field.widget.attrs |= {
                "aria-describedby": f"{described}id_{name}_error",
                "aria-invalid": "false",
            }
        if warrant.series is None:
            del self.fields["call"]
        else:
            priced = warrant.series.calls.filter(exercise_price__isnull=False)
            cast(CallField, self.fields["call"]).queryset = priced
            self.fields["market_price"].help_text = "Dollars per share, to see what is gained."


class TransferForm(OfWarrant):
    """A transfer between two holders."""

    holder_from = HeldByField("From")
    holder_to = AnyHolderField("To", empty_label="Choose a holder")
    shares = SharesField(label="Warrant shares")
    on = DayField(label="Day", help_text=_ANY_DAY)


class CancelForm(OfWarrant):
    """A cancellation with its reason."""

    holder = HeldByField("Holder")
    shares = SharesField(label="Warrant shares")
    on = DayField(label="Day", help_text=_ANY_DAY)
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "A cancellation needs a reason."},
        help_text="Kept permanently in the register.",
    )


class ExpireForm(OfWarrant):
    """The day of an expiry."""

    on = DayField(label="Day", help_text="After the last day of exercise.")


class ReverseForm(OfWarrant):
    """The effective day and reason of a reversal."""

    on = DayField(
        label="Effective day",
        help_text="Before this day the entry still counts. What was wrong from the start is "
        "reversed from the entry's own day.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "A reversal needs a reason."},
        help_text="Kept permanently in the register.",
    )
