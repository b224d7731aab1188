"""How a sender writes its statements, as the office saves it: plain data that checks itself."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.books.strict_table import MisreadError, Read, StrictTable, one_of, text
from neoequity.statements.terms.cells import DATES
from neoequity.statements.terms.faults import shown
from neoequity.statements.terms.line import KINDS, SIDES
from placements.importing.columns import remembered_as

TABLES = {
    "csv": "CSV",
    "tsv": "Text with tabs",
    "xlsx": "Excel workbook",
}
STANDARDS = {
    "ofx": "OFX or QFX",
    "mt940": "MT940",
    "camt053": "camt.053",
}
FORMATS = {**TABLES, **STANDARDS}
FIELDS = {
    "day": "Date",
    "settles_on": "Settlement date",
    "reference": "Reference",
    "cancels": "Reference of the line that a cancel takes back",
    "kind": "Kind of line",
    "text": "Description",
    "shares": "Shares",
    "price": "Price per share",
    "gross": "Gross",
    "commission": "Commission",
    "fees": "Fees",
    "net": "Net",
    "amount": "Amount",
    "credit": "Amount in",
    "debit": "Amount out",
    "direction": "Debit or credit",
}
#: What a line above or beneath the table may say, by the words before it.
LABELS = {
    "account": "Account",
    "period": "Period",
    "first_day": "First day of the period",
    "last_day": "Last day of the period",
    "opening": "Opening balance",
    "closing": "Closing balance",
}
#: What the sender's words for a line may mean.
MEANINGS = {**KINDS, "opening": "Opening balance", "closing": "Closing balance"}
#: What a line is where the sender has no words for it.
USUAL_KINDS = {"agent": "sale", "transfer_agent": "delivery", "bank": "payment"}
DECIMAL_SIGNS = (".", ",")
SEPARATORS = (",", ";", "|")
POSITIVE = {"in": "Money in is positive", "out": "Money out is positive"}
MOST_OF_A_NAME = 100
_TOTALS = ("total", "totals", "grand total", "subtotal", "sub total")
_NONE: Mapping[str, str] = MappingProxyType({})

Kept = TypeVar("Kept")


class Layout(NamedTuple):
    """How one sender writes.

    `columns` are fields by the name of their column, `kinds` meanings by the sender's words, and
    `labels` what stands above or beneath the table by the words before it. A line that begins with
    one of `totals` must add up; one that begins with one of `remarks` is passed over.
    """

    name: str
    side: str
    format: str
    columns: Mapping[str, str] = _NONE
    dates: str = "month_first"
    decimal_sign: str = "."
    separator: str = ","
    positive: str = "in"
    kinds: Mapping[str, str] = _NONE
    labels: Mapping[str, str] = _NONE
    totals: tuple[str, ...] = _TOTALS
    remarks: tuple[str, ...] = ()


def plain(words: str) -> str:
    """Words as they are compared: “Net Amt.”, “NET_AMT” and “net amt” are the same."""
    return remembered_as(words)


def reasons_against(layout: Layout) -> Iterator[Reason]:
    """Every reason why nothing can be read by this layout, each with its field."""
    if not layout.name.strip() or len(layout.name) > MOST_OF_A_NAME:
        yield Reason(f"Enter a name of at most {MOST_OF_A_NAME} characters.", "name")
    for field, value, known in (
        ("side", layout.side, SIDES),
        ("format", layout.format, FORMATS),
        ("dates", layout.dates, DATES),
        ("decimal_sign", layout.decimal_sign, DECIMAL_SIGNS),
        ("separator", layout.separator, SEPARATORS),
        ("positive", layout.positive, POSITIVE),
    ):
        if value not in known:
            yield Reason(f"{shown(value)} is not valid: choose one of {', '.join(known)}.", field)
    if layout.format in STANDARDS:
        yield from _of_a_standard(layout)
    else:
        yield from _of_a_table(layout)


def _of_a_standard(layout: Layout) -> Iterator[Reason]:
    if layout.side != "bank":
        yield Reason(f"{FORMATS[layout.format]} files come from banks: choose the bank.", "side")
    if layout.columns or layout.kinds or layout.labels:
        yield Reason(
            f"{FORMATS[layout.format]} says itself where everything is: leave out columns, words "
            "and labels.",
            "columns",
        )


def _of_a_table(layout: Layout) -> Iterator[Reason]:
    yield from _names("columns", layout.columns, FIELDS)
    yield from _names("kinds", layout.kinds, MEANINGS)
    yield from _names("labels", layout.labels, LABELS)
    for field in ("columns", "labels"):
        meanings = Counter(getattr(layout, field).values())
        yield from (
            Reason(f"Choose one for “{(FIELDS | LABELS)[meaning]}”, not {times}.", field)
            for meaning, times in meanings.items()
            if times > 1 and meaning in FIELDS | LABELS
        )
    yield from _needed(layout.side, set(layout.columns.values()))
    if bool(layout.kinds) != ("kind" in layout.columns.values()):
        yield Reason(
            "Name the column with the kind of line, and what its words mean: both or neither.",
            "kinds",
        )
    for name in ("totals", "remarks"):
        if any(plain(words) == "-" for words in getattr(layout, name)):
            yield Reason("Enter the words with which such a line begins.", name)


def _names(field: str, names: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Reason]:
    """Reasons against names that say nothing, are spelled alike or mean nothing."""
    before: dict[str, str] = {}
    for name, meaning in names.items():
        if plain(name) == "-" or len(name) > MOST_OF_A_NAME:
            yield Reason(
                f"{shown(name)} is not a name: enter at most {MOST_OF_A_NAME} characters with a "
                "letter or digit among them.",
                field,
            )
        elif (other := before.setdefault(plain(name), name)) != name:
            yield Reason(f"{shown(other)} and {shown(name)} are the same name.", field)
        if meaning not in known:
            yield Reason(f"{shown(meaning)} is not valid: choose one of {', '.join(known)}.", field)


def _needed(side: str, fields: set[str]) -> Iterator[Reason]:
    if "day" not in fields:
        yield Reason("Say which column is the date.", "columns")
    if side != "bank" and "shares" not in fields:
        yield Reason("Say which column is the number of shares.", "columns")
    in_two = fields & {"credit", "debit"}
    if side == "bank" and "amount" not in fields and len(in_two) < 2:
        yield Reason("Say which column is the amount, or which are in and out.", "columns")
    if "amount" in fields and in_two:
        yield Reason("Amounts are in one column, or in two for in and out: choose.", "columns")
    if "direction" in fields and "amount" not in fields:
        yield Reason("Debit or credit needs a column of amounts.", "columns")


def to_json(layout: Layout) -> str:
    """The layout as a file of its own, which `from_json` reads back."""
    values: dict[str, Any] = layout._asdict()
    plain_values = {
        key: dict(value) if isinstance(value, Mapping) else value for key, value in values.items()
    }
    return json.dumps(plain_values, ensure_ascii=False, indent=2)


def from_json(content: str) -> Layout:
    """The layout in the text. Raises Refused with a sentence for each thing that is wrong."""
    try:
        told = json.loads(content, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        what = str(fault) if isinstance(fault, MisreadError) else "The layout is not JSON."
        raise Refused([Reason(what)]) from None
    faults: list[Reason] = []
    table = StrictTable(told, "The layout", faults)
    if not isinstance(told, dict):
        refuse_if_any(faults or [Reason("The layout must be a table.")])
    usual = Layout._field_defaults
    short = text(MOST_OF_A_NAME)
    layout = Layout(
        name=table.take("name", short),
        side=table.take("side", one_of(SIDES)),
        format=table.take("format", one_of(FORMATS)),
        columns=table.take("columns", _mapping, _NONE),
        dates=table.take("dates", one_of(DATES), usual["dates"]),
        decimal_sign=table.take("decimal_sign", one_of(DECIMAL_SIGNS), usual["decimal_sign"]),
        separator=table.take("separator", one_of(SEPARATORS), usual["separator"]),
        positive=table.take("positive", one_of(POSITIVE), usual["positive"]),
        kinds=table.take("kinds", _mapping, _NONE),
        labels=table.take("labels", _mapping, _NONE),
        totals=table.take("totals", _many(short), usual["totals"]),
        remarks=table.take("remarks", _many(short), usual["remarks"]),
    )
    table.close()
    refuse_if_any(faults)
    refuse_if_any(reasons_against(layout))
    return layout


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A table of JSON whose keys are each there once."""
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise MisreadError(f"The key {shown(key)} appears twice.")
        table[key] = value
    return table


def _mapping(content: object) -> Mapping[str, str]:
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise MisreadError("must be a table of texts")
    return content


def _many(read: Read[Kept]) -> Read[tuple[Kept, ...]]:
    def read_all(content: object) -> tuple[Kept, ...]:
        if not isinstance(content, list):
            raise MisreadError("must be a list")
        return tuple(read(each) for each in content)

    return read_all
