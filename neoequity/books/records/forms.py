"""The form of a kind of record whose pages the kernel makes, from the fields of its model."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import models
from django.forms.models import ModelChoiceField, ModelChoiceIterator, fields_for_model
from django.http import QueryDict

from neoequity.books import fields as columns
from neoequity.books.kinds import Pages, RecordKind
from neoequity.books.meta import AnyField
from neoequity.books.pages import form_fields
from neoequity.books.pages.form import PageForm

FormField = type[form_fields.FigureField] | type[form_fields.DayField]

#: Figures and days are read as on every page: the form field for each class of model field.
_READ_BY: Mapping[type[AnyField], FormField] = {
    columns.MoneyField: form_fields.MoneyField,
    columns.PriceField: form_fields.PriceField,
    columns.RateField: form_fields.RateField,
    columns.AnyFigureField: form_fields.AnyFigureField,
    models.BigIntegerField: form_fields.SharesField,
    models.DateField: form_fields.DayField,
}


#: How many records a correction chooses from; an older one is corrected from its own page.
_LATEST = 100

if TYPE_CHECKING:  # these are generic in the stubs only
    _Choice = ModelChoiceField[models.Model]
else:
    _Choice = ModelChoiceField


class _Corrected(ModelChoiceIterator):
    """The records that a new one may correct: the one asked for, then the latest."""

    field: "CorrectedField"

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label or "")
        rows = list(self.queryset[:_LATEST])
        if self.field.asked is not None and self.field.asked not in rows:
            rows.insert(0, self.field.asked)
        yield from (self.choice(row) for row in rows)


class CorrectedField(_Choice):
    """A choice of the record that a new one corrects, among those that stand.

    `asked` is the one whose page led to the form.
    """

    iterator = _Corrected
    asked: models.Model | None = None


def record_form(kind: RecordKind, pages: Pages) -> type[PageForm]:
    """The form class that asks for the arguments of the kind's action, by their names."""
    fields = fields_for_model(kind.model, fields=pages.fields, formfield_callback=_form_field)
    return type("RecordForm", (PageForm,), dict(fields))


def new_record_form(
    kind: RecordKind, pages: Pages, sent: QueryDict | None, *, today: date, corrects: str = ""
) -> PageForm:
    """The form for a new record, dated today, with the choices that are the only ones.

    `corrects` is the key of a record to be corrected, whose facts the form then starts from.
    """
    form = record_form(kind, pages)(sent, initial=_dated(kind, today))
    for name, field in form.fields.items():
        if (key := _only(field)) is not None:
            form.initial[name] = key
    choice = form.fields.get("replaces")
    if isinstance(choice, CorrectedField):
        row = _standing(choice, str(sent.get("replaces", "")) if sent else corrects)
        if row is not None:
            choice.asked = row
            form.initial.update({name: _stated(row, name) for name in pages.fields})
            form.initial.update({"replaces": row.pk, "remark": ""})
    return form


def _dated(kind: RecordKind, today: date) -> dict[str, Any]:
    return {kind.dated: today} if isinstance(kind.dated, str) else {}


def _only(field: forms.Field) -> Any:
    """The key of the only row that may be chosen, where one must be."""
    if not isinstance(field, ModelChoiceField) or not field.required:
        return None
    rows = cast("models.QuerySet[models.Model]", field.queryset)
    keys = list(rows.values_list("pk", flat=True)[:2])
    return keys[0] if len(keys) == 1 else None


def _standing(field: CorrectedField, key: str) -> models.Model | None:
    rows = cast("models.QuerySet[models.Model]", field.queryset)
    return rows.filter(pk=key).first() if key.isdecimal() else None


def _stated(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return value.pk if isinstance(value, models.Model) else value


def _form_field(column: AnyField, **kwargs: Any) -> forms.Field:
    if isinstance(column, models.OneToOneField) and column.related_model is column.model:
        return _correction(column)
    read_by = _READ_BY.get(type(column))
    if read_by is None:
        return cast(forms.Field, column.formfield(**kwargs))
    label = str(column.verbose_name)
    return read_by(
        label=label[:1].upper() + label[1:],
        help_text=column.help_text,
        required=not column.blank,
    )


def _correction(column: "models.OneToOneField[Any, Any]") -> CorrectedField:
    """The choice of what a record corrects: only what no later record has corrected."""
    later = column.related_query_name()
    rows = column.model._default_manager.filter(**{later: None})
    words = str(column.verbose_name)
    return CorrectedField(
        rows.order_by("-pk"),
        label=words[:1].upper() + words[1:],
        help_text=column.help_text,
        required=False,
        empty_label="Nothing",
    )
