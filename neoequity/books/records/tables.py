"""The list of a kind of record whose pages the kernel makes, and the facts of one record."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db import models

from neoequity.books import fields
from neoequity.books.kinds import Pages, RecordKind
from neoequity.books.meta import AnyField, field_named
from neoequity.books.pages.columns import (
    CellColumn,
    Column,
    DayColumn,
    FigureColumn,
    MoneyColumn,
    OwnWordsColumn,
    PageColumn,
    PriceColumn,
    RateColumn,
    SharesColumn,
    TotalledTable,
    YesNoColumn,
)
from neoequity.books.templatetags.books import MISSING

#: The table column for each class of model field.
_SHOWN_BY: Mapping[type[AnyField], type[Column]] = {
    fields.MoneyField: MoneyColumn,
    fields.PriceField: PriceColumn,
    fields.RateField: RateColumn,
    fields.AnyFigureField: FigureColumn,
    models.BigIntegerField: SharesColumn,
    models.BooleanField: YesNoColumn,
    models.DateField: DayColumn,
}


class RecordsTable(TotalledTable):
    """The records of a kind: each with a link to its page, then the declared columns."""

    def __init__(self, kind: RecordKind, pages: Pages, rows: models.QuerySet[models.Model]) -> None:
        shown = [(name, column_of(kind.model, name)) for name in pages.shown]
        link = CellColumn("books/record_link.html", verbose_name="Record", sort="pk")
        self.kind = kind
        super().__init__(rows, extra_columns=[("record", link), *shown])

    @property
    def called(self) -> str:
        """Each kind has columns of its own to remember."""
        return f"records_{self.kind.name}"


class Fact(NamedTuple):
    """A column's value for one record, as the list shows it."""

    name: str
    value: str


def facts_of(row: models.Model, shown: tuple[str, ...]) -> Iterator[Fact]:
    """The record's values in these columns."""
    for name in shown:
        heading = str(column_of(type(row), name).verbose_name)
        yield Fact(heading, fact_of(type(row), name, getattr(row, name)))


def all_facts_of(row: models.Model, pages: Pages) -> Iterator[Fact]:
    """What the record states: what the list shows, then the other fields; no empty texts.

    A record that it corrects has a line of its own on the page, and a figure of any unit stands
    there as the record itself writes it.
    """
    further = [name for name in pages.fields if name not in (*pages.shown, "replaces")]
    given = [
        name
        for name in further
        if getattr(row, name) is not None
        and not isinstance(field_named(type(row), name), fields.AnyFigureField)
    ]
    names = [name for name in (*pages.shown, *given) if getattr(row, name) != ""]
    return facts_of(row, tuple(names))


def fact_of(model: type[models.Model], name: str, value: object) -> str:
    """A value of this field as the list shows it: a choice by its title."""
    if value in (None, ""):
        return MISSING
    if not is_field(model, name):
        return str(value)
    title = dict(field_named(model, name).flatchoices).get(value, value)
    return column_of(model, name).look(title)


def column_of(model: type[models.Model], name: str) -> Column:
    """The column of a table that shows this field of the model, or what the record says itself."""
    if not is_field(model, name):
        words = name.replace("_", " ")
        return OwnWordsColumn(name, verbose_name=words[:1].upper() + words[1:], orderable=False)
    field = field_named(model, name)
    words = str(field.verbose_name)
    column = next((_SHOWN_BY[of] for of in type(field).__mro__ if of in _SHOWN_BY), Column)
    column = PageColumn if name == "page" else column
    return column(name, verbose_name=words[:1].upper() + words[1:])


def is_field(model: type[models.Model], name: str) -> bool:
    """Whether the model has a field of this name; otherwise it is a property of its records."""
    return name in {field.name for field in model._meta.get_fields()}
