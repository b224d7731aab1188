"""One row as a person sees it: its cells by column, read as numbers and days are typed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.calendar import covers
from neoequity.books.days import written
from neoequity.books.exporting.plain_text import unmarked
from neoequity.books.money import ZERO
from neoequity.books.refusal import Reason
from neoequity.books.typed_days import only_day_first, read_typed_day
from neoequity.books.typed_numbers import (
    MONEY,
    PRICE,
    SHARES,
    above_zero,
    read_number,
    write_number,
)
from placements.importing.columns import COLUMNS
from placements.importing.table import Line, Table, sale_lines
from placements.terms.notice import METHODS, SaleNotice
from placements.terms.reference import as_written, reference_key

MOST_OF_A_REFERENCE, MOST_OF_A_REASON = 64, 300

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}", re.ASCII)
_NUMBER = re.compile(r"(?:placement|no\.?|#)? *([1-9][0-9]{0,8})", re.ASCII | re.IGNORECASE)
_TOTAL = re.compile(r"(?:sub|grand)?[ -]*(?:totals?|sum)\b", re.IGNORECASE)
_NUMBERS = {
    "shares": SHARES,
    "price": PRICE,
    "gross": MONEY,
    "commission": MONEY,
    "deductions": MONEY,
}
#: What is read from a figure's empty cell, where it may be empty; what may be $0.
_WHERE_EMPTY = {"gross": None, "commission": None, "deductions": ZERO}
_FROM_ZERO = ("commission", "deductions")
_DAYS = ("trade_date", "settlement_date")
_TEXTS = ("agreement", "method", "agent_reference", "settlement_reason", "remark")


class Cells(NamedTuple):
    """One row: its line in the file, whether it is to be posted, and its cells by column."""

    line: int
    posts: bool
    texts: dict[str, str]


class Row(NamedTuple):
    """A row that was read: its notice, or the reasons why it is none, each with its column."""

    cells: Cells
    notice: SaleNotice | None = None
    reasons: tuple[Reason, ...] = ()


def cells_of(table: Table, columns: Sequence[str]) -> list[Cells]:
    """The rows of a table whose columns are known.

    What is not a sale is not to be posted: a title, a total, the header once more, a line without
    reference and trade date or without shares and price, and one of a mail that lacks cells.
    """
    rows = []
    for line, whole in sale_lines(table):
        texts = dict.fromkeys(COLUMNS, "")
        for column, cell in zip(columns, line.cells, strict=True):
            if column:
                # The export of sales marks texts.
                texts[column] = unmarked(cell) if column in _TEXTS else cell
        posts = whole and line.cells != table.header and not _is_total(line)
        posts = posts and looks_like_a_sale(texts)
        if not any(texts.values()):  # so that the person sees what is left out
            texts["agent_reference"] = " ".join(cell for cell in line.cells if cell)
        rows.append(Cells(line.number, posts, texts))
    return rows


def filled(rows: Sequence[Cells], for_all: Mapping[str, str]) -> list[Cells]:
    """The rows with what holds for all of them in the cells that are empty."""
    return [
        row._replace(
            texts={name: text or for_all.get(name, "") for name, text in row.texts.items()}
        )
        if row.posts
        else row
        for row in rows
    ]


def looks_like_a_sale(texts: Mapping[str, str]) -> bool:
    """Whether the cells have a trade date or a reference, and figures; a total has none."""
    day, reference = texts["trade_date"], texts["agent_reference"]
    dated = any(character.isdigit() for character in day) and not _TOTAL.match(day)
    named = bool(reference) and not _TOTAL.match(reference)
    return (dated or named) and bool(texts["shares"] or texts["price"])


def _is_total(line: Line) -> bool:
    return bool(_TOTAL.match(next((cell for cell in line.cells if cell), "")))


def day_comes_first(rows: Sequence[Cells]) -> bool:
    """Whether a date of the rows can only have its day in front: then none is month first."""
    return any(only_day_first(row.texts[column]) for row in rows for column in _DAYS)


def read_rows(
    cells: Sequence[Cells], names: Mapping[str, str], *, month_first: bool = True
) -> list[Row]:
    """The notices of the rows that are to be posted, or the sentences against each cell.

    `names` are the agreements by slug. What can be read is written into its cell as the product
    writes it, so that nobody wonders how it was read.
    """
    first_lines: dict[tuple[str, str], tuple[int, str]] = {}
    rows = []
    for each in cells:
        row = _read(each, names, month_first=month_first) if each.posts else Row(each)
        if row.notice:
            again = tuple(named_before(row.notice, each.line, first_lines))
            row = Row(row.cells, None, again) if again else row
        rows.append(row)
    return rows


def named_before(
    notice: SaleNotice, line: int, first_lines: dict[tuple[str, str], tuple[int, str]]
) -> Iterator[Reason]:
    """The reason if an earlier line has the same reference, however spelled."""
    reference = notice.agent_reference
    key = notice.agreement, reference_key(reference)
    first, other = first_lines.setdefault(key, (line, reference))
    if first != line:
        yield Reason(
            f"The agent's reference “{reference}” already appears on line {first}"
            f"{as_written(reference, other)}.",
            "agent_reference",
        )


def _read(cells: Cells, names: Mapping[str, str], *, month_first: bool) -> Row:
    values: dict[str, Any] = {}
    texts, reasons = dict(cells.texts), []
    for column, text in cells.texts.items():
        plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
        try:
            values[column], texts[column] = _cell(column, text, plain, names, month_first)
        except ValueError as fault:
            reasons.append(Reason(str(fault), column))
    seen = cells._replace(texts=texts)
    return Row(seen, None, tuple(reasons)) if reasons else Row(seen, SaleNotice(**values))


def _cell(
    column: str, text: str, plain: str, names: Mapping[str, str], month_first: bool
) -> tuple[object, str]:
    """The value of one cell, and the text that says so. Raises ValueError with a sentence."""
    if column in _NUMBERS:
        return _figure(text, column)
    if column in _DAYS:
        return _day(plain, may_be_empty=column == "settlement_date", month_first=month_first)
    if not plain.isprintable():
        raise ValueError("Remove the signs that cannot be printed.")
    if column == "agreement":
        return _agreement(plain, names)
    if column == "placement":
        return _placement(plain)
    if column == "method":
        return _method(plain)
    return _text(column, plain)


def _figure(text: str, column: str) -> tuple[Decimal | int | None, str]:
    if column in _WHERE_EMPTY and not text.strip():
        return _WHERE_EMPTY[column], ""
    kind = _NUMBERS[column]
    number = read_number(text, kind)
    if column not in _FROM_ZERO or number < 0:
        number = above_zero(number)
    return (number if kind.decimals else int(number)), write_number(number, kind)


def _day(plain: str, *, may_be_empty: bool, month_first: bool) -> tuple[date | None, str]:
    if may_be_empty and not plain:
        return None, ""
    day = read_typed_day(plain, month_first=month_first)
    if not covers(day):
        raise ValueError("Enter a date of this time.")
    return day, written(day)


def _agreement(plain: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The slug, from itself or from the agreement's name."""
    by_name = [slug for slug, name in names.items() if name.lower() == plain.lower()]
    slug = plain if plain in names or len(by_name) != 1 else by_name[0]
    if not plain:
        raise ValueError("Choose the agreement.")
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"There is no agreement “{plain}”: choose one.")
    return slug, slug


def _placement(plain: str) -> tuple[int, str]:
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise ValueError("Enter the number of the placement, such as 1.")
    return int(found[1]), found[1]


def _method(plain: str) -> tuple[str, str]:
    """The method, from its short name or its name in words."""
    if not plain:
        raise ValueError("Choose the method.")
    for method, words in METHODS.items():
        if plain.lower().replace(" ", "_") == method or plain.lower() == words.lower():
            return method, method
    raise ValueError(f"There is no method “{plain}”: choose one.")


def _text(column: str, plain: str) -> tuple[str, str]:
    reference = column == "agent_reference"
    most = MOST_OF_A_REFERENCE if reference else MOST_OF_A_REASON
    if reference and not plain:
        raise ValueError("Enter the agent's reference.")
    if len(plain) > most:
        raise ValueError(f"Enter at most {most} characters.")
    return plain, plain
