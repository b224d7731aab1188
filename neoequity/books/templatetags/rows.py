"""The cells of a table's row."""

from django import template
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.safestring import SafeString, mark_safe
from django_tables2.rows import BoundRow

register = template.Library()


@register.simple_tag(takes_context=True)
def cells(context: Context, row: BoundRow) -> SafeString:
    """All cells of a row, as `TotalledTable.cells` says; each is escaped unless it is safe."""
    return mark_safe(  # noqa: S308  # each content was escaped, and attributes come as HTML
        "".join(
            f"\n                            <td {attrs}>"
            f"{render_value_in_context(content, context)}</td>\n                        "
            for attrs, content in row.table.cells(row)
        )
    )
