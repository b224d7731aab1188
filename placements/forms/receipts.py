"""Forms that record a receipt of cash and what it pays, and undo one."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from neoequity.books.money import ZERO, dollars
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, TermMoneyField
from placements.models import Agreement
from placements.selectors.cash import CashEntry
from placements.terms.receipt import Part, Receiving

_LOOKS = {
    "pays": "form-check-input border-secondary",
    "amount": "form-control form-control-sm num",
    "remark": "form-control form-control-sm",
}


class PartForm(PageForm):
    """Whether and with how much an entry is paid; its open amount, unless another is typed."""

    pays = forms.BooleanField(label="Pay", required=False)
    amount = TermMoneyField(label="Amount for", required=False)
    remark = forms.CharField(label="Remark on", required=False, max_length=300)

    def __init__(self, entry: CashEntry, sent: Mapping[str, Any] | None) -> None:
        self.entry = entry
        super().__init__(
            sent, prefix=f"entry-{entry.sale.pk}", initial={"amount": entry.sides.open}
        )
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "class": _LOOKS[name],
                "aria-label": f"{field.label} {entry.sale.kind} {entry.sale.number}",
            }

    def part(self) -> Part | None:
        """The part that was chosen; None for one that was not, or cannot be read."""
        if not self.is_valid() or not self.cleaned_data["pays"]:
            return None
        stated = self.cleaned_data["amount"]
        amount = self.entry.sides.open if stated is None else stated
        return Part(self.entry.sale.pk, amount, self.cleaned_data["remark"])

    def chosen(self, part: Part | None) -> "PartForm":
        """The same entry, chosen with the amount of the part, if there is one."""
        if part is None:
            return self
        sent = {"pays": "on", "amount": f"{part.amount:,.2f}", "remark": part.remark}
        return PartForm(
            self.entry, {f"{self.prefix}-{name}": value for name, value in sent.items()}
        )


class PartForms:
    """A form for each entry that may be paid; `sent` is what was posted, if anything was."""

    def __init__(self, entries: Sequence[CashEntry], sent: QueryDict | None) -> None:
        self.rows = [PartForm(entry, sent) for entry in entries]

    def __iter__(self) -> Iterator[PartForm]:
        return iter(self.rows)

    def are_valid(self) -> bool:
        """Whether each amount and remark can be read."""
        return all(row.is_valid() for row in self.rows)

    def parts(self) -> list[Part]:
        """What was chosen."""
        return [part for row in self.rows if (part := row.part()) is not None]

    def entries(self) -> list[CashEntry]:
        """What may be paid."""
        return [row.entry for row in self.rows]

    def choose(self, parts: Sequence[Part]) -> bool:
        """Choose these parts, each with its amount; whether there are any."""
        proposed = {part.entry: part for part in parts}
        self.rows = [row.chosen(proposed.get(row.entry.sale.pk)) for row in self.rows]
        return bool(parts)


class ReceiptForm(PageForm):
    """What the bank's advice says."""

    agreement = forms.ModelChoiceField(
        Agreement.objects.all(),
        label="Agreement",
        to_field_name="slug",
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    received_on = DayField(label="Received on")
    amount = TermMoneyField(
        label="Amount",
        help_text="In dollars, as the bank credited it; in parentheses if the issuer paid it back.",
        error_messages={"missing": "Enter the amount that was received."},
    )
    bank_reference = forms.CharField(
        label="Bank's reference",
        max_length=64,
        error_messages={"missing": "Enter the bank's reference."},
        help_text="From the advice. Each reference can be used once while its receipt stands.",
    )
    remark = forms.CharField(label="Remark", required=False, max_length=300)

    def receiving(self) -> Receiving | None:
        """The receipt as typed; None while a part of it cannot be read."""
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        return Receiving(cleaned["amount"], cleaned["bank_reference"], cleaned["received_on"])


class UndoingForm(PageForm):
    """Why a receipt is undone, and from which day."""

    on = DayField(label="Effective day", help_text="Before this day the receipt still counts.")
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "Undoing a receipt needs a reason."},
        help_text="Kept permanently in the books.",
    )


def summary(amount: Decimal, parts: Sequence[Part]) -> str:
    """What the chosen parts come to, and what is left of the amount, in a sentence."""
    allocated = sum((part.amount for part in parts), ZERO)
    left = amount - allocated
    if not left:
        return f"{dollars(allocated)} is allocated, and nothing is left."
    return f"{dollars(allocated)} is allocated; {dollars(left)} is left to allocate."
