"""What a layout says, in words."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from neoequity.statements.terms.cells import DATES
from neoequity.statements.terms.layout import (
    FIELDS,
    FORMATS,
    LABELS,
    MEANINGS,
    POSITIVE,
    STANDARDS,
    Layout,
)
from neoequity.statements.terms.line import SIDES

_SEPARATORS = {",": "Comma", ";": "Semicolon", "|": "Vertical bar"}
_DECIMAL_SIGNS = {".": "Point: 1,234.56", ",": "Comma: 1.234,56"}


class Fact(NamedTuple):
    """A line of the description; `rows` are its pairs where it is a table."""

    name: str
    value: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def facts_of(layout: Layout) -> Iterator[Fact]:
    """Everything that the layout says and that matters in its format."""
    yield Fact("Side", SIDES[layout.side])
    yield Fact("Format", FORMATS[layout.format])
    if layout.format in STANDARDS:
        return
    if layout.format == "csv":
        yield Fact("Cells are separated by", _SEPARATORS[layout.separator])
    yield Fact("Columns", rows=_pairs(layout.columns, FIELDS))
    yield Fact("Dates", DATES[layout.dates])
    yield Fact("Decimal sign", _DECIMAL_SIGNS[layout.decimal_sign])
    if layout.side == "bank":
        yield Fact("Sign of amounts", POSITIVE[layout.positive])
    if layout.kinds:
        yield Fact("Words for kinds of line", rows=_pairs(layout.kinds, MEANINGS))
    if layout.labels:
        yield Fact("Labels above and beneath the table", rows=_pairs(layout.labels, LABELS))
    yield Fact("Totals rows begin with", ", ".join(layout.totals) or "none")
    yield Fact("Lines passed over begin with", ", ".join(layout.remarks) or "none")


def _pairs(names: Mapping[str, str], titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, titles[meaning]) for name, meaning in names.items())
