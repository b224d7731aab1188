"""The filters of statements and of their lines, shared by each page and its exports."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from neoequity.statements.models import LINE_KINDS, Sender, StatementLine
from neoequity.statements.terms.identity import key_of
from neoequity.statements.terms.line import SIDES
from placements.filters import NumberFilter, StrictFilter


def _day(label: str, name: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        field_name=name,
        lookup_expr=lookup,
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": f"{label} must be a day such as 2001-11-09."},
    )


class _OfSender(StrictFilter):
    agreement = None  # a line belongs to an agreement only by its match
    sender = django_filters.ModelChoiceFilter(
        queryset=Sender.objects.order_by("name"),
        to_field_name="slug",
        label="Sender",
        empty_label="All senders",
        error_messages={
            "invalid_choice": "There is no such sender.",
            "invalid_pk_value": "There is no such sender.",
        },
    )


class StatementFilter(_OfSender):
    """Filters statements."""

    side = django_filters.ChoiceFilter(
        field_name="sender__side",
        choices=list(SIDES.items()),
        label="Side",
        empty_label="All sides",
        error_messages={"invalid_choice": "“%(value)s” is not a side."},
    )
    received_from = _day("Received from", "received_on", "gte")
    received_to = _day("Received to", "received_on", "lte")


class LineFilter(_OfSender):
    """Filters lines of statements."""

    statement = NumberFilter(
        field_name="statement_id",
        label="Statement",
        min_value=1,
        max_value=9_223_372_036_854_775_807,
        error_messages={
            "invalid": "A statement's number is a whole number.",
            "min_value": "A statement's number is 1 or more.",
            "max_value": "There is no such statement.",
        },
    )
    kind = django_filters.ChoiceFilter(
        choices=list(LINE_KINDS.items()),
        label="Kind",
        empty_label="All kinds",
        error_messages={"invalid_choice": "“%(value)s” is not a kind of line."},
    )
    reference = django_filters.CharFilter(label="Reference", method="of_reference", max_length=255)
    day_from = _day("From", "day", "gte")
    day_to = _day("To", "day", "lte")

    def of_reference(
        self, rows: QuerySet[StatementLine], _name: str, reference: str
    ) -> QuerySet[StatementLine]:
        """Lines with the reference, however it is spelled, and those that cancel it."""
        return rows.filter(Q(reference_key=key_of(reference)) | Q(cancels__iexact=reference))
