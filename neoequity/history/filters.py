"""The filter of the history, shared by the page and its CSV."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict

from neoequity.books.exporting.query import NEW_YORK
from neoequity.books.history.query import PATHS, HistoryQuery, RecordKey
from neoequity.books.history.sources import field_names, kind_names, named_kinds, sources
from neoequity.books.pages.form_fields import DayField, read_key
from neoequity.people.models import User
from placements.models import Agreement


class RecordField(forms.CharField):
    """One record, written as its kind and key: `placement:12`."""

    def clean(self, value: object) -> RecordKey | None:
        text = super().clean(value)
        if not text:
            return None
        kind, _, key = text.partition(":")
        model = named_kinds(sources()).get(kind)
        row = read_key(key)
        if model is None or row is None:
            raise ValidationError(f"“{text[:40]}” is not a record; “placement:12” is one.")
        return RecordKey(model, row)


def _day(label: str) -> DayField:
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class HistoryForm(forms.Form):
    """Who, what, when and how; nothing is required."""

    record = RecordField(required=False, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(
        User.objects.order_by("username"),
        to_field_name="username",
        label="Person",
        required=False,
        empty_label="Everybody",
        error_messages={"invalid_choice": "There is no such person."},
    )
    kind = forms.ChoiceField(
        label="Kind of record",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a kind of record."},
    )
    field = forms.ChoiceField(
        label="Field",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a field with a history."},
    )
    path = forms.ChoiceField(
        choices=[("", "All paths"), *PATHS.items()],
        label="Path",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a path."},
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.all(),
        to_field_name="slug",
        label="Agreement",
        required=False,
        empty_label="All agreements",
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    recorded_from = _day("Recorded from")
    recorded_to = _day("Recorded to")

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        field = cast(forms.ChoiceField, self.fields["field"])
        kind.choices = [("", "All kinds"), *kind_names(sources()).items()]
        field.choices = [("", "All fields"), *field_names(sources()).items()]


class HistoryFilter:
    """The filter in the address; an invalid one matches nothing."""

    def __init__(self, query: QueryDict) -> None:
        self.form = HistoryForm(query)

    @property
    def errors(self) -> ErrorDict:
        """The errors of each field."""
        return self.form.errors

    @property
    def record(self) -> RecordKey | None:
        """The requested record, if any."""
        return self._cleaned().get("record")

    def is_used(self) -> bool:
        """Whether any field is set."""
        return any(self.form.data.get(name) for name in self.form.fields)

    def in_words(self) -> str:
        """The filter as a printout shows it."""
        cleaned = self._cleaned().items()
        criteria = {name: value for name, value in cleaned if value and name != "record"}
        choices = {"kind": kind_names(sources()), "field": field_names(sources()), "path": PATHS}
        return "; ".join(
            f"{(self.form[name].label or name).lower()} {choices.get(name, {}).get(value, value)}"
            for name, value in criteria.items()
        )

    def narrow(self, sought: HistoryQuery) -> HistoryQuery:
        """`sought`, narrowed by this filter; its days are New York's."""
        cleaned = self._cleaned()
        agreement = cleaned.get("agreement")
        since, last = cleaned.get("recorded_from"), cleaned.get("recorded_to")
        ends = [end for end in (sought.until, last and end_of(last)) if end is not None]
        return sought._replace(
            person=cleaned["person"].pk if cleaned.get("person") else None,
            kinds=[cleaned["kind"]] if cleaned.get("kind") else (),
            record=cleaned.get("record"),
            field=cleaned.get("field", ""),
            path=cleaned.get("path", ""),
            under=RecordKey(Agreement, agreement.pk) if agreement else sought.under,
            since=since and datetime.combine(since, time(), NEW_YORK),
            until=min(ends, default=None),
        )

    def is_valid(self) -> bool:
        """Whether the filter is valid."""
        return self.form.is_valid()

    def _cleaned(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.form.is_valid() else {}


def end_of(day: date) -> datetime:
    """The first moment after a day in New York."""
    return datetime.combine(day + timedelta(days=1), time(), NEW_YORK)
