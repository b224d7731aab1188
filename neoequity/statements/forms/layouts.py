"""The form that describes how a sender writes, column by column, and takes a sample to try it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from neoequity.books.pages.form import PageForm
from neoequity.statements.forms.upload import StatementField
from neoequity.statements.terms.cells import DATES
from neoequity.statements.terms.layout import (
    DECIMAL_SIGNS,
    FIELDS,
    FORMATS,
    LABELS,
    MEANINGS,
    MOST_OF_A_NAME,
    POSITIVE,
    SEPARATORS,
    STANDARDS,
    Layout,
)

_SIGNS = {".": "Point: 1,234.56", ",": "Comma: 1.234,56"}
_BETWEEN = {",": "Comma", ";": "Semicolon", "|": "Vertical bar"}
_WORDS = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})


def _choice(label: str, choices: Mapping[str, str], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[*choices.items()],
        help_text=help_text,
        error_messages={"invalid_choice": f"Choose the {label.lower()}."},
    )


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=1_000, help_text=help_text, widget=_WORDS
    )


def _lines(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=5_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


class LayoutForm(PageForm):
    """A layout: one input for the name of each column, label and kind; `layout()` is what it says.

    Words of one kind are separated by semicolons; totals and remarks are one a line.
    """

    name = forms.CharField(
        label="Name of the layout",
        max_length=MOST_OF_A_NAME,
        help_text="Such as “Monthly trade file”. The same name again makes the next version.",
        error_messages={"missing": "Enter the name of the layout."},
    )
    format = _choice("Format", FORMATS)
    dates = _choice("Order of dates", DATES)
    decimal_sign = _choice("Decimal sign", {sign: _SIGNS[sign] for sign in DECIMAL_SIGNS})
    separator = _choice(
        "Separator of cells", {sign: _BETWEEN[sign] for sign in SEPARATORS}, "For CSV only."
    )
    positive = _choice("Sign of amounts", POSITIVE, "For the amounts of a bank.")
    totals = _lines("Totals rows begin with", "One a line. Such a row must add up.")
    remarks = _lines(
        "Lines to pass over begin with", "One a line: disclaimers and remarks beneath the table."
    )
    why = forms.CharField(label="Reason for the layout", required=False, max_length=300)
    sample = StatementField(label="Sample file", required=False)

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        self.side = side
        super().__init__(*args, **kwargs)
        for prefix, names in _GROUPS.items():
            for name, label in names.items():
                self.fields[f"{prefix}_{name}"] = _words(label)

    def columns(self) -> Iterator[BoundField]:
        """The inputs for the names of columns."""
        return self._group("column")

    def labels(self) -> Iterator[BoundField]:
        """The inputs for the words before an account, a period or a balance."""
        return self._group("label")

    def kinds(self) -> Iterator[BoundField]:
        """The inputs for the sender's words for kinds of line."""
        return self._group("kind")

    def _group(self, prefix: str) -> Iterator[BoundField]:
        return (self[f"{prefix}_{name}"] for name in _GROUPS[prefix])

    def layout(self) -> Layout:
        """The layout as it is described, not checked; the form must be valid."""
        said = self.cleaned_data
        layout = Layout(name=said["name"], side=self.side, format=said["format"])
        if layout.format in STANDARDS:
            return layout
        return layout._replace(
            columns=self._named("column"),
            dates=said["dates"],
            decimal_sign=said["decimal_sign"],
            separator=said["separator"],
            positive=said["positive"],
            kinds={
                word: meaning
                for meaning in MEANINGS
                for word in _parted(said[f"kind_{meaning}"], ";")
            },
            labels=self._named("label"),
            totals=_parted(said["totals"], "\n"),
            remarks=_parted(said["remarks"], "\n"),
        )

    def _named(self, prefix: str) -> dict[str, str]:
        said = ((self.cleaned_data[f"{prefix}_{name}"], name) for name in _GROUPS[prefix])
        return {words: name for words, name in said if words}


_GROUPS: Mapping[str, Mapping[str, str]] = {
    "column": FIELDS,
    "label": LABELS,
    "kind": MEANINGS,
}


def initial_of(layout: Layout) -> dict[str, str]:
    """What the form starts from to describe the next version of a layout."""
    words: dict[str, list[str]] = {}
    for word, meaning in layout.kinds.items():
        words.setdefault(meaning, []).append(word)
    return {
        **{name: getattr(layout, name) for name in ("name", "format", "dates", "decimal_sign")},
        **{name: getattr(layout, name) for name in ("separator", "positive")},
        "totals": "\n".join(layout.totals),
        "remarks": "\n".join(layout.remarks),
        **{f"column_{name}": column for column, name in layout.columns.items()},
        **{f"label_{name}": label for label, name in layout.labels.items()},
        **{f"kind_{meaning}": "; ".join(each) for meaning, each in words.items()},
    }


def _parted(text: str, sign: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace("\r", "").split(sign))
    return tuple(part for part in parts if part)
