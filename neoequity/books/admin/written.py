"""How the admin writes and asks for fields: in the words, units and figures of every other page."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

from neoequity.books.fields import AnyFigureField, MoneyField, PriceField, RateField
from neoequity.books.meta import AnyField
from neoequity.books.templatetags import books as figures

MISSING = figures.MISSING

#: What stands where nothing has to.
_NONE = "–"

#: Numbers that count nothing: they name a record.
_AS_THEY_ARE = {"number"}

#: What every kind of record calls these columns.
LABELS = {"slug": "short name", "page": "page of the document"}
HELPS = {"slug": "Used in addresses and files. It cannot be changed later."}

Write = Callable[[Any], str]


def figure(
    name: str, write: Write, heading: str = "", look: str = "num", missing: str = MISSING
) -> Any:
    """A column or read-only field with a figure of the row, written as in sentences.

    `look` is the class of its cells, `missing` what stands there without a value. mypy takes only
    names for read-only fields.
    """

    @admin.display(description=heading or name.replace("_", " "), ordering=name)
    def shown(row: models.Model) -> str:
        value = getattr(row, name)
        return missing if value is None else write(value)

    # Django writes the name into the class of each cell.
    shown.__name__ = f"{name} {look}" if look else name
    return shown


def count(number: int) -> str:
    """1,234; negatives in parentheses."""
    return figures.shares(number)


def yes_or_no(value: object) -> str:
    """A word instead of a picture."""
    return "yes" if value else "no"


#: The shortest column that holds sentences, which may name days.
_A_SENTENCE = 300

#: The first kind that fits writes a column, in cells of this look.
_WRITTEN: tuple[tuple[type[AnyField], Write, str], ...] = (
    (MoneyField, figures.money, "num"),
    (PriceField, figures.price, "num"),
    (RateField, figures.percent, "num"),
    (AnyFigureField, figures.figure, "num"),
    (models.BooleanField, yes_or_no, ""),
    (models.DateTimeField, figures.moment, "day"),
    (models.DateField, figures.day, "day"),
    (models.BigIntegerField, count, "num"),
    (models.IntegerField, count, "num"),
)


def column(model: type[models.Model], name: object) -> "AnyField | None":
    """The model's column of this name; None for anything else that a list or form shows."""
    try:
        found = model._meta.get_field(name) if isinstance(name, str) else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


def _counted(unit: str) -> Write:
    """1 day, 10 days."""
    return lambda number: f"{count(number)} {unit.removesuffix('s') if number == 1 else unit}"


def in_figures(
    name: Any,
    *,
    model: type[models.Model],
    labels: Mapping[str, str],
    units: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """What to show for a column: a figure where it holds one, else its name as it is."""
    field = column(model, name)
    if field is None or field.primary_key or field.choices or name in _AS_THEY_ARE:
        return name
    heading = labels.get(name) or LABELS.get(name) or str(field.verbose_name)
    if name in units:
        return figure(name, _counted(units[name]), heading, missing=_NONE)
    if isinstance(field, ArrayField):
        choices = dict(field.base_field.flatchoices)
        return figure(
            name, lambda words: ", ".join(choices.get(each, each) for each in words), heading, ""
        )
    if isinstance(field, models.CharField) and (field.max_length or 0) >= _A_SENTENCE:
        return figure(name, figures.whole_dates, heading, "")
    for kind, write, look in _WRITTEN:
        if isinstance(field, kind):
            return figure(name, write, heading, look, _NONE)
    return name


def headed(name: Any, model: type[models.Model], labels: Mapping[str, str]) -> Any:
    """A column of a list whose label is not the model's, under that label."""
    field = column(model, name)
    if field is None or field.choices or name not in labels:
        return name
    return figure(name, str, labels[name], "", _NONE)


def by_name(name: Any, *, model: type[models.Model], labels: Mapping[str, str]) -> Any:
    """A person by name instead of as a link to the account; other columns as they are."""
    field = column(model, name)
    if field is None or field.related_model is not get_user_model():
        return name
    return figure(name, str, labels.get(name) or str(field.verbose_name), "")


def read_only_ways(*, sees_people: bool) -> list[Callable[..., Any]]:
    """How a read-only row shows its columns: people as links only for who may see them."""
    return [in_figures] if sees_people else [in_figures, by_name]


def each_in(fieldsets: Iterable[Any], shown: Callable[[Any], Any]) -> list[Any]:
    """Fieldsets with each of their fields replaced by what is shown for it."""
    return [
        (title, {**options, "fields": [shown(name) for name in options["fields"]]})
        for title, options in fieldsets
    ]


def write_read_only(form: AdminForm, *ways: Callable[[Any], Any] | None) -> None:
    """Let the read-only fields of a form show what they hold in these ways, one after another."""
    names: list[Any] = list(form.readonly_fields)
    shown = {name: name for name in names if isinstance(name, str)}
    for way in filter(None, ways):
        shown = {name: way(now) for name, now in shown.items()}
    form.readonly_fields = [shown.get(name, name) for name in form.readonly_fields]
    form.fieldsets = each_in(form.fieldsets, lambda name: shown.get(name, name))


class InWords:
    """An admin class that says what its columns are called and counted in.

    `labels`, `helps` and `units` are by the names of the columns; a unit stands beside the input.
    """

    labels: Mapping[str, str] = {}
    helps: Mapping[str, str] = {}
    units: Mapping[str, str] = {}

    def formfield_for_dbfield(
        self, db_field: AnyField, request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        """The form's field with its words."""
        name = db_field.name
        for words, said in (("label", LABELS | dict(self.labels)), ("help_text", self._helps())):
            if name in said:
                kwargs.setdefault(words, said[name])
        if isinstance(db_field, models.ForeignKey):
            kwargs.setdefault("empty_label", "None" if db_field.blank else "Choose")
        field: forms.Field | None
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # Django's own
        if field is None:
            return None
        if name in self.units:
            vars(field)["unit"] = self.units[name]
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # other records have pages of their own
        return field

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A choice of words, with a word where nothing is chosen yet."""
        if not db_field.has_default():
            empty = [("", "None" if db_field.blank else "Choose")]
            kwargs.setdefault("choices", db_field.get_choices(blank_choice=empty))
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]  # Django's own

    def _helps(self) -> Mapping[str, str]:
        return HELPS | dict(self.helps)


class RowsInWords(InWords):
    """The same for rows on the page of another record; `help` is a sentence above them."""

    help = ""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The forms, with the labels also where they are read-only."""
        kwargs.setdefault("labels", LABELS | dict(self.labels))
        return super().get_formset(request, obj, **kwargs)  # type: ignore[misc]  # Django's own
