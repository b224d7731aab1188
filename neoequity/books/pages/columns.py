"""Table columns that show figures, days and links as the rest of the page does."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import django_tables2 as tables
from django.template import Context, Engine
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor

from neoequity.books.templatetags import books as figures

#: The screens that show a column, by Bootstrap's names of widths; "" is every screen.
Width = Literal["", "lg", "xl", "xxl"]


def _cells(*classes: str, width: Width) -> dict[str, dict[str, object]]:
    """Columns that a narrower screen omits are on the row's own page; print shows all."""
    shown = ("d-none", f"d-{width}-table-cell", "d-print-table-cell") if width else ()
    look: dict[str, object] = {"class": " ".join((*classes, *shown))}
    return {"th": look, "td": look, "tf": look}


class Column(tables.Column):
    """A column of `accessor`. Equal values are sorted by key, so that pages never overlap."""

    #: Writes the column's type of value.
    look: Callable[[Any], str] = staticmethod(str)
    classes: tuple[str, ...] = ()

    def __init__(self, accessor: str, *, width: Width = "", **kwargs: object) -> None:
        super().__init__(
            accessor=accessor,
            attrs=_cells(*self.classes, width=width),
            order_by=(accessor, "pk"),
            **kwargs,
        )

    def render(self, value: object) -> str:
        """The value as `look` writes it."""
        return self.look(value)

    def render_footer(self, bound_column: BoundColumn, table: "TotalledTable") -> str:
        """The column's total over all filtered rows, if the table has one."""
        total = table.totals.get(bound_column.name)
        return "" if total is None else self.look(total)


class DayColumn(Column):
    """Nov 9, 2001."""

    look = staticmethod(figures.day)
    classes = ("day",)


class SharesColumn(Column):
    """1,234."""

    look = staticmethod(figures.shares)
    classes = ("num",)


class MoneyColumn(Column):
    """$1,234.56."""

    look = staticmethod(figures.money)
    classes = ("num",)


class PriceColumn(Column):
    """$4.0254."""

    look = staticmethod(figures.price)
    classes = ("num",)


class RateColumn(Column):
    """3.50%."""

    look = staticmethod(figures.percent)
    classes = ("num",)


class FigureColumn(Column):
    """50,000,000, 0.001: a figure of any unit, which another column names."""

    look = staticmethod(figures.figure)
    classes = ("num",)


class OwnWordsColumn(Column):
    """A figure as its record writes it, with its unit: $0.001, 20%."""

    classes = ("num",)


class PageColumn(Column):
    """The page of a document, on one line."""

    classes = ("day",)


class YesNoColumn(Column):
    """Yes or no."""

    look = staticmethod(figures.yes_or_no)


class StatusColumn(Column):
    """The word as a badge."""

    look = staticmethod(figures.status)


class CellColumn(tables.TemplateColumn):
    """A cell from a template, with links that keep the page's day."""

    def __init__(
        self,
        template_name: str,
        *,
        sort: str = "",
        classes: tuple[str, ...] = (),
        width: Width = "",
        **kwargs: object,
    ) -> None:
        super().__init__(
            template_name=template_name,
            attrs=_cells(*classes, width=width),
            orderable=bool(sort),
            order_by=(sort, "pk") if sort else None,
            **kwargs,
        )

    def render(
        self,
        record: Any,
        table: tables.Table,
        value: Any,
        bound_column: BoundColumn,
        **kwargs: Any,
    ) -> str:
        """The template in the context of the page.

        With one of its own for every cell, as of the library, each cell would ask all context
        processors once more.
        """
        page: Context | None = getattr(table, "context", None)
        if page is None or page.template is None:
            return str(super().render(record, table, value, bound_column, **kwargs))
        cell = self.get_context_data(
            record=record, table=table, value=value, bound_column=bound_column, **kwargs
        )
        with page.update(cell):
            return str(Engine.get_default().get_template(self.template_name).render(page))


class TotalledTable(tables.Table):
    """A table that may have a row of totals over all filtered rows."""

    @property
    def called(self) -> str:
        """What a browser calls the table in which it remembers order and columns: sale."""
        return type(self).__name__.removesuffix("Table").lower()

    def __init__(
        self, *args: object, totals: Mapping[str, object] | None = None, **kwargs: object
    ) -> None:
        self.totals = totals or {}
        super().__init__(*args, show_footer=bool(totals), **kwargs)
        self._drawn: list[_Drawn] | None = None
        # On a phone rows become blocks, and each cell shows its column's name. It is written once
        # for the table; a callable here would be inspected and called for every cell.
        for bound in self.columns.iterall():
            attrs = bound.column.attrs
            for cell in ("td", "tf"):
                attrs[cell] = {**attrs.get(cell, {}), "data-label": str(bound.header)}

    def cells(self, row: BoundRow) -> Iterator[tuple[SafeString, object]]:
        """The attributes and the content of each cell that the row shows.

        The same as the library's, which looks up again for every cell what its column is.
        """
        if self._drawn is None:  # once the page has said which columns are hidden
            self._drawn = [_Drawn(bound, row) for bound in self.columns]
        for drawn in self._drawn:
            yield drawn.attrs, drawn.content(row)


class _Drawn:
    """A column as it is drawn in every row of a page: what all of its cells share."""

    def __init__(self, bound: BoundColumn, row: BoundRow) -> None:
        self.bound = bound
        self.attrs: SafeString = bound.attrs["td"].as_html()
        self.path = Accessor(bound.accessor)
        self.default = bound.default
        field = self.path.get_field(row.record)
        self.titles = dict(
            getattr(field, "flatchoices", None) or ()
        )  # a choice is shown by its own
        column = bound.column
        of_ours = isinstance(column, Column | CellColumn) and bound.render == column.render
        self.content = self._by_us if of_ours and not bound.link else self._by_the_library
        self.is_template = isinstance(column, CellColumn)

    def _by_us(self, row: BoundRow) -> object:
        """What our columns show of a row."""
        column, value = self.bound.column, self.path.resolve(row.record, quiet=True)
        value = self.titles.get(value, value) if self.titles else value
        if self.is_template:
            return column.render(row.record, row.table, value, self.bound, bound_row=row)
        return self.default if value in column.empty_values else column.look(value)

    def _by_the_library(self, row: BoundRow) -> object:
        """What any other column shows."""
        return row.get_cell(self.bound.name)
