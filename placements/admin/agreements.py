"""Agreements in the admin, with their fee tiers and the pages of their terms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from neoequity.books.admin.base import ActedAdmin, ActionLink, GuardedInline, ReferenceAdmin
from neoequity.books.admin.refusals import RefusableForm, person
from neoequity.books.admin.written import count, figure
from neoequity.books.fields import MoneyField, RateField
from neoequity.books.money import dollars
from neoequity.books.pages.form_fields import TermMoneyField, TermRateField
from neoequity.books.refusal import refuse_if_any
from placements.actions.agreement import (
    IN_USE,
    delete_agreement,
    reasons_against_fees,
    write_agreement,
)
from placements.admin.terms import LABELS_OF_TERMS, UNITS_OF_TERMS
from placements.forms.limits import ask_for_what_is_missing
from placements.models import Agreement, FeeTier, TermCitation, TermVersion
from placements.models.terms import IDENTITY, TERMS
from placements.terms.limits import TIER_LIMITS, reasons_against_limits
from placements.terms.notice import METHODS

if TYPE_CHECKING:
    from django_stubs_ext.aliases import FieldsetSpec

#: Terms that may have a page although they are not a field of the agreement.
_OTHER_TERMS = {"placement": "Placements: how they are agreed"}


class AgreementForm(RefusableForm):
    """The terms of an agreement."""

    methods = forms.MultipleChoiceField(
        label="Methods of sale allowed",
        choices=METHODS.items(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_what_is_missing(self.fields)


class FeeTierForm(RefusableForm):
    """A fee tier, held against its limits before the database does."""

    def clean(self) -> dict[str, Any] | None:
        """Each sentence beside its figure."""
        cleaned = super().clean()
        self.add_reasons(reasons_against_limits(self.cleaned_data.get, TIER_LIMITS))
        return cleaned


class PageOfTermForm(RefusableForm):
    """The page of one term, chosen from a list so that no term is misspelled."""

    term = forms.ChoiceField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        fields = [field for field in Agreement._meta.concrete_fields if field.editable]
        titles = {field.name: str(capfirst(field.verbose_name)) for field in fields}
        titles |= _OTHER_TERMS
        term = self.instance.term
        choices = titles if term in titles else {term: term} | titles
        self.fields["term"].choices = list(choices.items())  # type: ignore[attr-defined] # a choice


# The limits of the terms say what is too little, each in its own words.
_LIMITED: Any = {
    **GuardedInline.formfield_overrides,
    MoneyField: {"form_class": TermMoneyField},
    RateField: {"form_class": TermRateField},
}


class FeeTierInline(GuardedInline):
    """The commission schedule; once a placement exists it changes by versions only."""

    model = FeeTier
    verbose_name_plural = "fee tiers"
    help = (
        "Each rate applies to the gross proceeds above its amount, up to the next tier. The first "
        "tier starts above $0. An agreement with a maximum commission has none."
    )
    labels = {"above": "gross proceeds above", "rate": "commission"}
    form = FeeTierForm
    formfield_overrides = _LIMITED
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Agreement | None = None, **kwargs: Any) -> int:
        """An empty line until there is a schedule."""
        return 0 if obj else 1

    def has_add_permission(  # type: ignore[override] # inlines are asked with their row
        self, request: HttpRequest, obj: Agreement | None
    ) -> bool:
        """Only until the first placement."""
        return super().has_add_permission(request, obj) and not _in_use(obj)

    def has_change_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        """Only until the first placement."""
        return super().has_change_permission(request, obj) and not _in_use(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        """Only until the first placement."""
        return super().has_delete_permission(request, obj) and not _in_use(obj)


def _in_use(agreement: Agreement | None) -> bool:
    """Whether it has placements; the database tests the same."""
    return agreement is not None and agreement.placements.exists()


class TermCitationInline(GuardedInline):
    """The page of each term in the documents."""

    model = TermCitation
    verbose_name_plural = "pages of the terms"
    help = "Where the agreement says what."
    form = PageOfTermForm
    extra = 0


_TOTALS = [
    figure("gross_sold", dollars),
    figure("shares_sold", count, "shares sold, as traded"),
    figure("commission_sold", dollars),
]
_WARRANTS = (
    *(field.name for field in Agreement._meta.fields if field.name.startswith("warrant_")),
    "offering_effective_on",
)
_COMPENSATION = (
    "commission_maximum_rate",
    "second_fee_rate",
    "largest_commission",
    "expense_cap",
    "expense_refundable",
    "advisory_share",
    "compensation_limit_rate",
)
#: The terms under their headings.
_GROUPS: "FieldsetSpec" = [
    ("Sales", {"fields": ["capacity", "methods", "settlement_days", "notice_needed"]}),
    ("End", {"fields": ["termination_from", "terminated_on", "terminated_by"]}),
    ("Compensation", {"fields": _COMPENSATION}),
    ("Lock-up", {"fields": ["lock_up_days_before", "lock_up_days_after"]}),
    ("Warrants", {"fields": _WARRANTS}),
]
_VERSION = (
    *("agreement", "number", "kind", "effective_on", "document", "page", "reason"),
    *("approval", "recorded_at", "recorded_by"),
)


@admin.register(Agreement)
class AgreementAdmin(ReferenceAdmin):
    """What the issuer may sell, and on which terms."""

    summary = "What an issuer may sell through an agent, and on which terms."
    labels = LABELS_OF_TERMS
    units = UNITS_OF_TERMS
    helps = {
        "capacity": "Gross proceeds that can be raised under the agreement.",
        "commission_maximum_rate": "Instead of fee tiers: each sale states its commission.",
        "second_fee_rate": "On the gross of each sale, beside the commission.",
        "largest_commission": "On the whole capacity, if the agreement states it.",
        "expense_cap": "The most that the issuer pays back to the agent.",
        "compensation_limit_rate": "A limit on the total, as a percentage of gross proceeds.",
        "warrant_coverage_rate": "Warrant shares for each share sold.",
        "warrant_limit_rate": "Of the shares sold.",
    }
    form = AgreementForm
    formfield_overrides = _LIMITED
    inlines = [FeeTierInline, TermCitationInline]
    deleted_along = {"fee_tiers"}
    list_display = ["name", "issuer", "agent", "shelf", figure("capacity", dollars), *_TOTALS]
    list_select_related = ["issuer", "shelf"]
    list_filter = ["issuer"]
    search_fields = ["name", "agent"]
    readonly_fields = _TOTALS
    fieldsets = [
        (None, {"fields": ["name", "slug", "code", "issuer", "agent", "shelf", "signed_on"]}),
        *_GROUPS,
        (
            "Sold so far",
            {"fields": _TOTALS, "description": "Kept by the database from the sales."},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Agreement | None = None) -> list[str]:
        """The short name, by which files refer to it, and in use also the issuer and the terms."""
        if obj is None:
            return _TOTALS
        return [*_TOTALS, "slug", *(("issuer", "code", *TERMS) if _in_use(obj) else ())]

    def get_fieldsets(self, request: HttpRequest, obj: Agreement | None = None) -> "FieldsetSpec":
        """Above terms that are read-only, how they change."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None:
            del others[-1]  # nothing is sold
        if not _in_use(obj):
            return [first, *others]
        return [(first[0], {**first[1], "description": IN_USE}), *others]

    def acts(self, request: HttpRequest, obj: Agreement) -> Sequence[ActionLink]:
        """A link to the page on which the terms of an agreement in use change."""
        if not (_in_use(obj) and person(request).has_perm("placements.change_agreement")):
            return ()
        return [ActionLink("Change terms", reverse("placements:amend", args=[obj.slug]))]

    def get_inline_instances(
        self, request: HttpRequest, obj: Agreement | None = None
    ) -> "list[InlineModelAdmin[Model, Agreement]]":
        """Fee tiers that are read-only say how they change."""
        inlines = super().get_inline_instances(request, obj)
        if _in_use(obj):
            vars(inlines[0])["help"] = "They change by an amendment or a correction."
        return inlines

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Agreement | None = None
    ) -> dict[str, Sequence[str]]:
        """The short name of a new agreement is derived from its name."""
        return {} if obj else {"slug": ["name"]}

    def save_model(
        self, request: HttpRequest, obj: Agreement, form: AgreementForm, change: bool
    ) -> None:
        """Write the terms under the lock that sales take as well."""
        write_agreement(obj, changed=form.changed_data, by=person(request))

    def save_related(
        self,
        request: HttpRequest,
        form: AgreementForm,
        formsets: "Sequence[forms.BaseFormSet[RefusableForm]]",
        change: bool,
    ) -> None:
        """Write fee tiers and pages, then check the schedule; a refusal undoes everything."""
        super().save_related(request, form, formsets, change)
        refuse_if_any(reasons_against_fees(form.instance))

    def delete_model(self, request: HttpRequest, obj: Agreement) -> None:
        """Delete an agreement entered by mistake."""
        delete_agreement(obj, by=person(request))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> None:
        """Delete all chosen agreements or none."""
        for agreement in queryset:
            delete_agreement(agreement, by=person(request))


@admin.register(TermVersion)
class TermVersionAdmin(ActedAdmin):
    """Every version of the terms, read-only: versions are requested and approved."""

    labels = {**LABELS_OF_TERMS, "effective_on": "in force from", "document": "document"}
    units = UNITS_OF_TERMS
    fieldsets = [
        (None, {"fields": _VERSION}),
        ("Agreement", {"fields": IDENTITY}),
        *_GROUPS,
    ]
    summary = "Every version of each agreement's terms, with the document behind each."
    list_display = [
        "agreement",
        "number",
        "kind",
        "effective_on",
        "document",
        figure("capacity", dollars),
    ]
    list_select_related = ["agreement"]
    list_filter = ["kind", "agreement"]
    search_fields = ["document", "reason"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: changes of terms are requested on the page of the agreement."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: TermVersion | None = None) -> bool:
        """Never: a version is not changed."""
        return False
