"""The form that asks for other terms: every term as it stands, and the paper that changes it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from neoequity.books.fields import MoneyField, RateField
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from placements.models import Agreement, FeeTier, Shelf
from placements.models.terms import COLUMNS, IDENTITY, TERMS
from placements.terms.amendment import KINDS, VersionKind
from placements.terms.notice import METHODS
from placements.terms.programme import TierFacts

_PAPER = ("kind", "effective_on", "document", "page", "reason")
_DAYS = {"signed_on": "An amendment leaves it as it is. If it is wrong, choose a correction."}
_TIER = re.compile(
    r"([0-9]{1,16}(?:\.[0-9]{1,2})?) *, *([0-9]{1,2}(?:\.[0-9]{1,4})?) *% *(?:,(.*))?"
)


def tier_line(tier: FeeTier | TierFacts) -> str:
    """A fee tier as it is typed: 10000000.00, 3.5%, p. S-11."""
    rate = f"{(100 * tier.rate).normalize():f}%"
    return ", ".join(part for part in (f"{tier.above:f}", rate, tier.page) if part)


class TiersField(forms.CharField):
    """Fee tiers, one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "font-monospace"})

    def clean(self, value: Any) -> list[TierFacts]:
        """The tiers in their order; a sentence names the first line that is none."""
        tiers = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            read = _TIER.fullmatch(line.strip())
            if read is None:
                sentence = (
                    f"“{line.strip()[:60]}” is not a fee tier such as 10000000, 3.5%, p. S-11."
                )
                raise ValidationError(sentence)
            above, percent, page = read.groups()
            rate = Decimal(percent) / 100
            tiers.append(TierFacts(Decimal(above), rate, (page or "").strip()))
        return sorted(tiers)


def _field_of(name: str) -> forms.Field:
    """The form's field for a term, labelled as on the page of the agreement."""
    column: Any = Agreement._meta.get_field(name)
    label = str(column.verbose_name).rpartition(": ")[2]
    label = label[:1].upper() + label[1:]
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
            label=label, choices=yes_or_no, coerce=lambda said: said == "True"
        )
    if isinstance(column, models.CharField):
        return forms.CharField(label=label, max_length=column.max_length)
    field: forms.Field = column.formfield(min_value=0, label=label, localize=False)
    if isinstance(column, RateField):
        field.help_text = "A fraction: 0.035 is 3.5%."
    elif isinstance(column, MoneyField):
        field.help_text = "Dollars, in plain digits."
    field.widget = forms.TextInput(attrs={"class": "num", "inputmode": "decimal"})
    return field


def _typed(name: str, value: Any) -> Any:
    """A term as it would be typed: a rate without the zeros that nobody typed."""
    is_rate = isinstance(Agreement._meta.get_field(name), RateField)
    return f"{value.normalize():f}" if is_rate and value is not None else value


class AmendmentForm(PageForm):
    """A change of terms; what differs from the terms as they stand is what changes."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[(kind.value, KINDS[kind]) for kind in KINDS if kind != VersionKind.ORIGINAL],
        help_text="An amendment leaves earlier days as they were. A correction takes the place of "
        "the last version from its first day on.",
    )
    effective_on = DayField(label="In force from")
    document = forms.CharField(
        label="Document", max_length=120, help_text="The paper that changes the terms."
    )
    page = forms.CharField(label="Page", required=False, max_length=80)
    reason = forms.CharField(label="Reason", max_length=300)
    fee_tiers = TiersField(
        label="Commission of the agent",
        help_text="One tier a line: dollars of gross above which it starts, rate, page.",
    )

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        self.agreement = agreement
        held = {name: _typed(name, getattr(agreement, column)) for name, column in COLUMNS.items()}
        tiers = "\n".join(tier_line(tier) for tier in agreement.tiers())
        initial = held | {"fee_tiers": tiers} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        shelf: Any = self.fields["shelf"]
        shelf.queryset = Shelf.objects.filter(issuer=agreement.issuer_id)

    def facts(self) -> dict[str, Any]:
        """The arguments of ask_amendment but for the fee tiers: only terms that change."""
        said = self.cleaned_data
        changed = {
            name: said[name] for name in TERMS if said[name] != getattr(self.agreement, name)
        }
        return {name: said[name] for name in _PAPER} | {"terms": changed}

    def tiers(self) -> list[TierFacts] | None:
        """Other fee tiers, or None where they stay."""
        held = [(tier.above, tier.rate, tier.page) for tier in self.agreement.tiers()]
        said: list[TierFacts] = self.cleaned_data["fee_tiers"]
        return None if [tuple(tier) for tier in said] == held else said

    def clean_methods(self) -> list[str]:
        """In the order of the agreement, which knows no other."""
        said = self.cleaned_data["methods"]
        held = list(self.agreement.methods)
        return held if set(said) == set(held) else said

    def paper(self) -> list[forms.BoundField]:
        """The fields that say what changes the terms, and from when."""
        return [self[name] for name in _PAPER]

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The terms under their headings, in the order of the page of the agreement."""
        groups = {"Agreement": [self[name] for name in IDENTITY], "": []}
        for name in TERMS[len(IDENTITY) :]:
            column: Any = Agreement._meta.get_field(name)
            heading = str(column.verbose_name).rpartition(": ")[0]
            groups.setdefault(heading[:1].upper() + heading[1:], []).append(self[name])
        groups[""].append(self["fee_tiers"])
        yield from groups.items()


for _name in TERMS:
    AmendmentForm.base_fields[_name] = _field_of(_name)
