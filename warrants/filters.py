"""The filter above the register: agreement, holder, state on the day, and dates."""

from datetime import date

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from placements.filters import StrictFilter
from warrants.models import Holder
from warrants.selectors.register import WarrantThen, held_by

STATES = {
    "outstanding": "outstanding",
    "exercisable": "exercisable now",
    "cashless": "cashless now",
    "transferable": "transferable now",
    "expired": "expired",
}


def _day(label: str, name: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        field_name=name,
        lookup_expr=lookup,
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": f"{label} must be a day such as 2001-11-09."},
    )


class WarrantFilter(StrictFilter):
    """Filters the rows of `warrants_as_of`; the states are those on the day `as_of`."""

    holder = django_filters.ModelChoiceFilter(
        queryset=Holder.objects.filter(entries_to__warrant__agreement__isnull=False).distinct(),
        to_field_name="slug",
        label="Holder",
        empty_label="All holders",
        method="of_holder",
        error_messages={"invalid_choice": "There is no such holder."},
    )
    state = django_filters.ChoiceFilter(
        choices=list(STATES.items()),
        label="State",
        empty_label="All states",
        method="in_state",
        error_messages={"invalid_choice": "“%(value)s” is no state."},
    )
    issued_from = _day("Issued from", "issued_on", "gte")
    issued_to = _day("Issued to", "issued_on", "lte")
    expires_from = _day("Last day from", "expires_on", "gte")
    expires_to = _day("Last day to", "expires_on", "lte")

    def __init__(self, *args: object, as_of: date, **kwargs: object) -> None:
        self.as_of = as_of
        super().__init__(*args, **kwargs)

    def of_holder(
        self, rows: QuerySet[WarrantThen], _name: str, holder: Holder
    ) -> QuerySet[WarrantThen]:
        """Warrants of which the holder holds shares on the day."""
        return rows.filter(pk__in=held_by(holder, self.as_of))

    def in_state(
        self, rows: QuerySet[WarrantThen], _name: str, state: str
    ) -> QuerySet[WarrantThen]:
        """Warrants that are in this state on the day."""
        if state == "expired":
            return rows.filter(expires_on__lt=self.as_of)
        rows = rows.filter(outstanding_then__gt=0)
        if state == "outstanding":
            return rows
        exercisable = Q(issued_on__lte=self.as_of, expires_on__gte=self.as_of)
        if state == "cashless":
            exercisable &= Q(cashless_from__lte=self.as_of)
        if state == "transferable":
            rows = rows.alias(free=Greatest(F("agreed_transfer_from"), F("nasd_transfer_from")))
            exercisable &= Q(free__lte=self.as_of)
        return rows.filter(exercisable)
