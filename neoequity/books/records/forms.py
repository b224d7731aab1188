"""The form of a kind of record whose pages the kernel makes, from the fields of its model."""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model

from neoequity.books import fields as columns
from neoequity.books.kinds import Pages, RecordKind
from neoequity.books.pages import form_fields
from neoequity.books.pages.form import PageForm

#: Figures and days are read as on every page: a column of this class asks with this field.
_READ_BY: dict[type[models.Field], Any] = {
    columns.MoneyField: form_fields.MoneyField,
    columns.PriceField: form_fields.PriceField,
    models.DateField: form_fields.DayField,
}


class RecordForm(PageForm):
    """What the action of the kind needs, by the names of its arguments."""

    def __init__(self, kind: RecordKind, pages: Pages, *args: Any, **kwargs: Any) -> None:
        self.base_fields = fields_for_model(
            kind.model, fields=pages.fields, formfield_callback=_asked_by
        )
        super().__init__(*args, **kwargs)


def _asked_by(column: Any, **kwargs: Any) -> forms.Field | None:
    read_by = _READ_BY.get(type(column))
    if read_by is None:
        return column.formfield(**kwargs)
    label = str(column.verbose_name)
    return read_by(
        label=label[:1].upper() + label[1:],
        help_text=column.help_text,
        required=not column.blank,
    )
