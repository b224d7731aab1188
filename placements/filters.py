"""The filters of sales and placements, shared by each page and its CSV."""

from typing import Any, TypeVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet

from placements.models import Agreement, Placement, PlacementEvent, Sale
from placements.selectors.documents import (
    needing_confirmation,
    needing_notice,
    without_acceptance,
    without_confirmation,
    without_notice,
)
from placements.selectors.sales import STATUSES
from placements.terms.lifecycle import Status
from placements.terms.notice import METHODS

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Sale)
R = TypeVar("R", bound=QuerySet[Any])


class StrictFilter(django_filters.FilterSet):
    """A filter that returns nothing when it is invalid, so no row is shown by mistake."""

    agreement = django_filters.ModelChoiceFilter(
        queryset=Agreement.objects.all(),
        to_field_name="slug",
        label="Agreement",
        empty_label="All agreements",
        error_messages={"invalid_choice": "There is no such agreement."},
    )

    def is_used(self, *but: str) -> bool:
        """Whether any filter is set, apart from those named."""
        return any(self.data.get(name) for name in self.filters if name not in but)

    def in_words(self) -> str:
        """The filters in words, for a printout; empty if none is set or one is invalid."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return "; ".join(
            f"{self.form[name].label.lower()} "
            f"{', '.join(value) if isinstance(value, list) else value}"
            for name, value in chosen.items()
            if value
        )

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The filter as a function on rows, for exports."""
        return self.filter_queryset(rows)

    def filter_queryset(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """The rows that pass; none if a filter is invalid (`errors` says which)."""
        return super().filter_queryset(queryset) if self.form.is_valid() else queryset.none()


class NumberFilter(django_filters.Filter):
    """A number as people count: of a placement within its agreement, or of a statement."""

    field_class = forms.IntegerField


def _statuses(words: list[str]) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        choices=[(word, word) for word in words],
        label="Status",
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
        error_messages={"invalid_choice": "“%(value)s” is not a status."},
    )


def _documents(choices: dict[str, str]) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        choices=list(choices.items()),
        label="Documents",
        empty_label="Any document",
        method="that_lack",
        error_messages={"invalid_choice": "“%(value)s” is no state of the documents."},
    )


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        field_name="trade_date",
        lookup_expr=lookup,
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": f"{label} must be a day such as 2001-11-09."},
    )


class SaleFilter(StrictFilter):
    """Filters the rows of `sales_as_of`."""

    placement = NumberFilter(
        method="under",
        label="Placement number",
        min_value=1,
        max_value=2_147_483_647,
        error_messages={
            "invalid": "A placement's number is a whole number.",
            "min_value": "A placement's number is 1 or more.",
            "max_value": "There is no such placement.",
        },
    )
    trade_from = _day("Traded from", "gte")
    trade_to = _day("Traded to", "lte")
    method = django_filters.ChoiceFilter(
        choices=list(METHODS.items()),
        label="Method",
        empty_label="All methods",
        error_messages={"invalid_choice": "“%(value)s” is no method of sale."},
    )
    document = _documents(
        {"missing": "Notice missing", "unconfirmed": "Confirmation of delivery missing"}
    )
    status = _statuses(list(STATUSES))

    def under(self, rows: QuerySet[S], _name: str, number: int) -> QuerySet[S]:
        """Sales under the placements with this number; their keys let the index be used."""
        keys = Placement.objects.filter(number=number).values_list("pk", flat=True)
        # Django does not even ask for rows of no key, and an export has nothing to write then.
        return rows.filter(placement__in=list(keys) or [0])

    def that_lack(self, rows: QuerySet[S], _name: str, lacking: str) -> QuerySet[S]:
        """Sales without the agent's notice, or delivered without a confirmation of it."""
        return without_notice(rows) if lacking == "missing" else without_confirmation(rows)


class AggregateFilter(SaleFilter):
    """The same filters on the rows of `aggregates_as_of`, which have no documents."""

    document = None


class NeedingFilter(SaleFilter):
    """The same filters on either rows, with all that need the document, have it or not."""

    def that_lack(self, rows: R, _name: str, lacking: str) -> R:
        """Sales, or aggregates of them, that need the agent's notice or a confirmation."""
        return needing_notice(rows) if lacking == "missing" else needing_confirmation(rows)


class PlacementFilter(StrictFilter):
    """Filters the rows of `placements_as_of`."""

    document = _documents({"missing": "Acceptance missing"})
    status = _statuses([status.value for status in Status])

    def that_lack(
        self, rows: QuerySet[PlacementEvent], _name: str, _lacking: str
    ) -> QuerySet[PlacementEvent]:
        """Accepted placements without the agent's acceptance."""
        return without_acceptance(rows)
