"""What of a side is looked at, and the forms for a difference, an owner and an undoing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import QueryDict

from neoequity.books.issuers import Issuer
from neoequity.books.money import ZERO
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, TermMoneyField, TermSharesField
from neoequity.statements.models import DIFFERENCES
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.line import SIDES
from placements.models import Agreement


class ScopeForm(PageForm):
    """A side of an issuer and, if chosen, an agreement and a period."""

    issuer = forms.ModelChoiceField(
        Issuer.objects.order_by("name"),
        label="Issuer",
        to_field_name="slug",
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": "There is no such issuer."},
    )
    side = forms.ChoiceField(
        label="Side",
        choices=list(SIDES.items()),
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a side."},
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.order_by("name"),
        label="Agreement",
        to_field_name="slug",
        required=False,
        empty_label="All agreements",
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    def __init__(self, asked: QueryDict, issuers: list[Issuer]) -> None:
        self.issuers = issuers
        named = {name: asked[name] for name in self.base_fields if name in asked}
        first = {"issuer": issuers[0].slug if issuers else "", "side": "agent"}
        super().__init__({**first, **{name: value for name, value in named.items() if value}})
        if len(issuers) < 2:  # nothing to choose
            self.fields["issuer"].widget = forms.HiddenInput()

    def scope(self, as_of: date) -> Scope | None:
        """What was asked for; None if it cannot be read, or there is no issuer."""
        if not self.is_valid() or self.cleaned_data["issuer"] is None:
            return None
        said = self.cleaned_data
        return Scope(
            issuer=said["issuer"],
            side=said["side"] or "agent",
            as_of=as_of,
            agreement=said["agreement"].slug if said["agreement"] else "",
            since=said["since"],
            until=said["until"],
        )


class DifferenceForm(PageForm):
    """How much of a line or an entry is accepted as a difference, of which kind, and why."""

    kind = forms.ChoiceField(label="Kind", choices=list(DIFFERENCES.items()))
    amount = TermMoneyField(label="Amount", required=False)
    shares = TermSharesField(label="Shares", required=False)
    agreement = forms.ModelChoiceField(
        Agreement.objects.order_by("name"),
        label="Agreement",
        required=False,
        empty_label="None",
        help_text="The agreement whose reconciliation shows the difference.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "Enter why the difference is accepted."},
        help_text="Kept permanently in the books.",
    )

    def __init__(self, sent: QueryDict | None, entry: Entry, agreements: Any) -> None:
        left = entry.quantity
        super().__init__(sent, initial={"amount": left.amount, "shares": left.shares})
        if not left.amount:
            del self.fields["amount"]
        if not left.shares:
            del self.fields["shares"]
        if agreements is None:
            del self.fields["agreement"]
        else:
            choice: Any = self.fields["agreement"]
            choice.queryset = agreements

    def settled(self) -> Quantity:
        """The dollars and shares of the difference."""
        said = self.cleaned_data
        return Quantity(said.get("amount") or Decimal(ZERO), said.get("shares") or 0)


class OwnerForm(PageForm):
    """Who looks after an open item, until when, with a note."""

    owner = forms.ModelChoiceField(
        get_user_model().objects.none(), label="Owner", empty_label="Choose a person"
    )
    due_on = DayField(label="Due")
    note = forms.CharField(label="Note", required=False, max_length=300)

    def __init__(self, sent: QueryDict | None, people: Any, initial: dict[str, Any]) -> None:
        super().__init__(sent, initial=initial)
        choice: Any = self.fields["owner"]
        choice.queryset = people


class UndoMatchForm(PageForm):
    """Why a match, or an accepted difference, is undone."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "Enter why it is undone."},
        help_text="Kept permanently in the books.",
    )
