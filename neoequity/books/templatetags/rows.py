"""The cells of a table's row."""

from django import template
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django_tables2.rows import BoundRow

register = template.Library()

# With the same spaces as the library's own template.
_CELL = "\n                            <td {}>{}</td>\n                        "


@register.simple_tag(takes_context=True)
def cells(context: Context, row: BoundRow) -> SafeString:
    """All cells of a row, as `TotalledTable.cells` says."""
    shown = (
        (attrs, render_value_in_context(content, context))
        for attrs, content in row.table.cells(row)
    )
    return format_html_join("", _CELL, shown)
