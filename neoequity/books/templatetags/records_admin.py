"""What the templates of the admin ask about a field: its label, unit, input and column."""

import json
import re
from typing import Any, cast

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()

_EMPTY = "–"
_LINKED_CELL = re.compile(r"^<th ")


@register.filter
def is_writable(fieldset: Any) -> bool:
    """Whether anything in a fieldset can be entered."""
    return any(not field.is_readonly for line in fieldset for field in line)


@register.filter
def name_of(field: Any) -> str:
    """The class of a read-only field: its name, and how it looks."""
    return str(field.field["name"])


@register.filter
def label_of(field: Any) -> str:
    """The label of a read-only field."""
    return str(capfirst(field.field["label"]))


@register.filter
def column_of(field: Any) -> str:
    """The class of a column: from its head, or from a field of one of its rows."""
    if isinstance(field, dict):
        name = field["name"]
        name = getattr(name, "__name__", name)
    else:
        name = field.field["name"] if field.is_readonly else field.field.name
    return f"field-{name}"


@register.filter
def blank(contents: object) -> object:
    """What a field holds; a dash where it is empty."""
    return _EMPTY if str(contents).strip() in {"", "-"} else contents


@register.filter
def row_head(cell: SafeString) -> SafeString:
    """The cell that links to the row, as the head of the row."""
    # Django has escaped the cell; only its tag is another.
    return SafeString(_LINKED_CELL.sub('<th scope="row" ', cell))  # nosec B703


@register.filter
def unit(field: BoundField) -> str:
    """What the figure in an input counts: $, %, days."""
    return str(getattr(field.field, "unit", ""))


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether it is one box to check."""
    return isinstance(_widget(field), forms.CheckboxInput)


@register.filter
def is_wide(field: BoundField) -> bool:
    """Whether it takes the whole width: a choice of several, or a sentence to write."""
    widget = _widget(field)
    long_text = (getattr(field.field, "max_length", None) or 0) >= 300
    return long_text or isinstance(widget, forms.CheckboxSelectMultiple | forms.Textarea)


@register.simple_tag
def control(field: BoundField, named: str = "", row: object = "") -> SafeString:
    """The input of a field, as the product draws it; in a table it is `named` for its row."""
    widget = _widget(field)
    if isinstance(widget, forms.CheckboxInput):
        look = "form-check-input"
    elif isinstance(widget, forms.Select):
        look = "form-select"
    else:
        look = "form-control"
    own = str(widget.attrs.get("class", ""))
    wrong = "is-invalid" if field.errors else ""
    attrs: dict[str, str | bool] = {"class": " ".join(f"{own} {look} {wrong}".split())}
    if named:
        attrs["aria-label"] = f"{capfirst(named)}, row {row}" if row else named
    drawn: SafeString = field.as_widget(attrs=attrs)
    return drawn


@register.filter
def formset_data(group: Any) -> str:
    """What the script that adds rows reads, with our words on its buttons."""
    said = json.loads(group.inline_formset_data())
    said["options"] |= {"addText": f"Add {group.opts.verbose_name}", "deleteText": "Remove"}
    return json.dumps(said)


@register.filter
def add_label(model_admin: Any) -> str:
    """The button that leads to the form of a new record."""
    return str(model_admin.adds)


def _widget(field: BoundField) -> forms.Widget:
    """The input itself, without what the admin wraps around it."""
    widget = field.field.widget
    inner = getattr(widget, "widget", widget)
    return cast(forms.Widget, inner)
