"""The form that requests new terms: every term in force, and the document that changes it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from neoequity.books.fields import MoneyField, RateField
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, TermMoneyField, TermRateField
from neoequity.books.typed_numbers import MONEY, read_number
from placements.forms.limits import ask_for_what_is_missing
from placements.models import Agreement, FeeTier, Shelf
from placements.models.agreement import column_of, heading_and_label
from placements.models.terms import COLUMNS, IDENTITY, TERMS
from placements.terms.amendment import VERSION_KINDS, VersionKind
from placements.terms.notice import METHODS
from placements.terms.programme import TierFacts

_DOCUMENT = ("kind", "effective_on", "document", "page", "reason")
_DAYS = {"signed_on": "An amendment leaves it as it is. If it is wrong, choose a correction."}
# Where thousands have commas, a space tells the comma that ends the amount.
_TIER = re.compile(r"([^,]+(?= *,)|.+?(?=, )) *, *([0-9]{1,2}(?:\.[0-9]{1,4})?) *% *(?:,(.*))?")


def tier_line(tier: FeeTier | TierFacts) -> str:
    """A fee tier as typed in the form: 10000000.00, 3.5%, p. S-11."""
    rate = f"{(100 * tier.rate).normalize():f}%"
    return ", ".join(part for part in (f"{tier.above:f}", rate, tier.page) if part)


class TiersField(forms.CharField):
    """Fee tiers, one per line."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "font-monospace"})

    def clean(self, value: object) -> list[TierFacts]:
        """The tiers in order. Raises ValidationError for the first line that is not a tier."""
        tiers = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            tiers.append(_tier_in(line.strip()))
        return sorted(tiers)


def _tier_in(line: str) -> TierFacts:
    """The tier in a line. Raises ValidationError if there is none."""
    fault = ValidationError(f"“{line[:60]}” is not a fee tier such as 10,000,000, 3.5%, p. S-11.")
    read = _TIER.fullmatch(line)
    if read is None:
        raise fault
    above, percent, page = read.groups()
    try:
        dollars = read_number(above, MONEY)
    except ValueError:
        raise fault from None
    return TierFacts(dollars, Decimal(percent) / 100, (page or "").strip())


def _field_of(name: str) -> forms.Field:
    """The form's field for a term, labelled as on the page of the agreement."""
    column = column_of(name)
    label = heading_and_label(name)[1]
    if name == "methods":
        return forms.MultipleChoiceField(
            label=label, choices=list(METHODS.items()), widget=forms.CheckboxSelectMultiple
        )
    if name == "shelf":
        return forms.ModelChoiceField(Shelf.objects.all(), label=label, empty_label=None)
    if isinstance(column, models.DateField):
        return DayField(label=label, required=not column.blank, help_text=_DAYS.get(name, ""))
    if isinstance(column, models.BooleanField):
        yes_or_no = [("True", "yes"), ("False", "no")]
        return forms.TypedChoiceField(
            label=label, choices=yes_or_no, coerce=lambda text: text == "True"
        )
    if isinstance(column, models.CharField):
        return _text_or_choice(column, label)
    if isinstance(column, RateField):
        return TermRateField(label=label, required=not column.blank)
    if isinstance(column, MoneyField):
        return TermMoneyField(label=label, required=not column.blank, help_text="Dollars.")
    field = column.formfield(label=label, localize=False)
    assert field is not None  # noqa: S101  # every term is entered
    field.widget = forms.TextInput(attrs={"class": "num", "inputmode": "decimal"})
    return field


def _text_or_choice(column: "models.CharField[Any, Any]", label: str) -> forms.Field:
    if not column.choices:
        return forms.CharField(label=label, max_length=column.max_length)
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Not stated"), *column.flatchoices],
        required=not column.blank,
        empty_value=None,
        help_text=column.help_text,
    )


class AmendmentForm(PageForm):
    """A change of terms: whatever differs from the terms in force."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            (kind.value, VERSION_KINDS[kind])
            for kind in VERSION_KINDS
            if kind != VersionKind.ORIGINAL
        ],
        help_text="An amendment leaves earlier days as they were. A correction takes the place of "
        "the last version from its first day on.",
    )
    effective_on = DayField(label="In force from")
    document = forms.CharField(
        label="Document", max_length=120, help_text="The document that changes the terms."
    )
    page = forms.CharField(label="Page", required=False, max_length=80)
    reason = forms.CharField(label="Reason", max_length=300)
    fee_tiers = TiersField(
        label="Commission of the agent",
        required=False,
        help_text="One tier per line: gross proceeds in dollars above which it applies, rate, "
        "page. Without tiers, enter what each sale may state at most.",
    )

    def __init__(
        self,
        agreement: Agreement,
        *args: object,
        initial: Mapping[str, object] | None = None,
        **kwargs: object,
    ) -> None:
        self.agreement = agreement
        terms = {name: getattr(agreement, column) for name, column in COLUMNS.items()}
        tiers = "\n".join(tier_line(tier) for tier in agreement.tiers())
        initial = terms | {"fee_tiers": tiers} | dict(initial or {})
        super().__init__(*args, initial=initial, **kwargs)
        ask_for_what_is_missing(self.fields)
        shelf = self.fields["shelf"]
        assert isinstance(shelf, forms.ModelChoiceField)  # noqa: S101  # see `_field_of`
        shelf.queryset = Shelf.objects.filter(issuer=agreement.issuer_id)

    def facts(self) -> dict[str, Any]:
        """The arguments of ask_amendment except the fee tiers; only the terms that change."""
        cleaned = self.cleaned_data
        changed = {
            name: cleaned[name] for name in TERMS if cleaned[name] != getattr(self.agreement, name)
        }
        return {name: cleaned[name] for name in _DOCUMENT} | {"terms": changed}

    def tiers(self) -> list[TierFacts] | None:
        """The new fee tiers, or None if they stay, or if a maximum takes their place."""
        in_force = [(tier.above, tier.rate, tier.page) for tier in self.agreement.tiers()]
        typed: list[TierFacts] = self.cleaned_data["fee_tiers"]
        if not typed and self.cleaned_data["commission_maximum_rate"] is not None:
            return None
        return None if [tuple(tier) for tier in typed] == in_force else typed

    def tiers_after(self) -> Sequence[FeeTier | TierFacts]:
        """The fee tiers after the change: none where a maximum takes their place."""
        tiers = self.tiers()
        if self.cleaned_data["commission_maximum_rate"] is not None:
            return ()
        return self.agreement.tiers() if tiers is None else tiers

    def clean_methods(self) -> list[str]:
        """The methods in the agreement's order, so that order alone is not a change."""
        chosen: list[str] = self.cleaned_data["methods"]
        in_force = list(self.agreement.methods)
        return in_force if set(chosen) == set(in_force) else chosen

    def paper(self) -> list[forms.BoundField]:
        """The fields on the document that changes the terms, and from when."""
        return [self[name] for name in _DOCUMENT]

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The terms under their headings, in the order of the page of the agreement."""
        groups = {"Agreement": [self[name] for name in IDENTITY], "": []}
        for name in TERMS[len(IDENTITY) :]:
            heading, _label = heading_and_label(name)
            groups.setdefault(heading, []).append(self[name])
        groups[""].append(self["fee_tiers"])
        yield from groups.items()


for _name in TERMS:
    AmendmentForm.base_fields[_name] = _field_of(_name)
