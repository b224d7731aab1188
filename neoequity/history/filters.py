"""The filter above the history; the page and its CSV ask through the same one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from neoequity.books.exporting.query import NEW_YORK
from neoequity.books.history.query import PATHS, Record, Sought
from neoequity.books.history.sources import field_names, kind_names, named_kinds, sources
from neoequity.books.pages.form_fields import DayField
from neoequity.people.models import User
from placements.models import Agreement

_LARGEST_KEY = 2**63 - 1


class RecordField(forms.CharField):
    """One record, written as its kind and key: `placement:12`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        kind, _, key = text.partition(":")
        model = named_kinds(sources()).get(kind)
        whole = key.isascii() and key.isdigit() and len(key) < len(str(_LARGEST_KEY))
        if model is None or not whole:
            raise ValidationError(f"“{text[:40]}” is no record; “placement:12” is one.")
        return Record(model, int(key))


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
        error_messages={"invalid_choice": "“%(value)s” is no kind of record."},
    )
    field = forms.ChoiceField(
        label="Field",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is no field that has a history."},
    )
    path = forms.ChoiceField(
        choices=[("", "All paths"), *PATHS.items()],
        label="Path",
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is no path."},
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["kind"].choices = [("", "All kinds"), *kind_names(sources()).items()]
        chosen["field"].choices = [("", "All fields"), *field_names(sources()).items()]


class HistoryFilter:
    """What the address asks for; a filter that cannot be read lets nothing through."""

    def __init__(self, query: QueryDict) -> None:
        self.form = HistoryForm(query)

    @property
    def errors(self) -> Any:
        """The sentences against each field."""
        return self.form.errors

    @property
    def record(self) -> Record | None:
        """The one record that is asked for."""
        return self._said().get("record")

    def is_used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.form.data.get(name) for name in self.form.fields)

    def in_words(self) -> str:
        """What is asked for, as a printout says it."""
        said = {name: value for name, value in self._said().items() if value and name != "record"}
        choices = {"kind": kind_names(sources()), "field": field_names(sources()), "path": PATHS}
        return "; ".join(
            f"{(self.form[name].label or name).lower()} {choices.get(name, {}).get(value, value)}"
            for name, value in said.items()
        )

    def narrow(self, sought: Sought) -> Sought:
        """What is sought, and asked for as well; the days are New York's."""
        said = self._said()
        agreement = said.get("agreement")
        since, last = said.get("recorded_from"), said.get("recorded_to")
        ends = [end for end in (sought.until, last and end_of(last)) if end is not None]
        return sought._replace(
            person=said["person"].pk if said.get("person") else None,
            kinds=[said["kind"]] if said.get("kind") else (),
            record=said.get("record"),
            field=said.get("field", ""),
            path=said.get("path", ""),
            under=Record(Agreement, agreement.pk) if agreement else sought.under,
            since=since and datetime.combine(since, time(), NEW_YORK),
            until=min(ends, default=None),
        )

    def is_valid(self) -> bool:
        """Whether it can be read."""
        return self.form.is_valid()

    def _said(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.form.is_valid() else {}


def end_of(day: date) -> datetime:
    """The first moment after a day in New York."""
    return datetime.combine(day + timedelta(days=1), time(), NEW_YORK)
