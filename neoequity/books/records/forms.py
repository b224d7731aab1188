"""The form of a kind of record whose pages the kernel makes, from the fields of its model."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db import models
from django.forms.models import fields_for_model

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


def record_form(kind: RecordKind, pages: Pages) -> type[PageForm]:
    """The form class that asks for the arguments of the kind's action, by their names."""
    fields = fields_for_model(kind.model, fields=pages.fields, formfield_callback=_form_field)
    return type("RecordForm", (PageForm,), dict(fields))


def _form_field(column: AnyField, **kwargs: Any) -> forms.Field:
    read_by = _READ_BY.get(type(column))
    if read_by is None:
        return cast(forms.Field, column.formfield(**kwargs))
    label = str(column.verbose_name)
    return read_by(
        label=label[:1].upper() + label[1:],
        help_text=column.help_text,
        required=not column.blank,
    )
