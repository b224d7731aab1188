"""Read the agent's notices from a CSV file: strictly, line by line, one sentence per fault."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from neoequity.books.days import read_day
from neoequity.books.exporting.plain_text import unmarked
from neoequity.books.money import (
    ZERO,
    parse_money,
    parse_money_from_zero,
    parse_price,
    parse_shares,
)
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from placements.importing.csv_lines import header, records, refusal, shown
from placements.terms.notice import SaleNotice
from placements.terms.reference import as_written, reference_key

NEEDED = (
    "agreement",
    "placement",
    "trade_date",
    "shares",
    "price",
    "gross",
    "method",
    "agent_reference",
)
OPTIONAL = ("settlement_date", "settlement_reason", "commission", "deductions", "remark")
COLUMNS = NEEDED + OPTIONAL

MOST_BYTES = 20_000_000
MOST_SALES = 100_000
MOST_FAULTS = 10_000
FIRST_YEAR, LAST_YEAR = 1980, 2100

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_METHOD = re.compile(r"[a-z_]{1,20}", re.ASCII)
_OWN = ("agent_reference", "settlement_reason", "remark")  # each line has its own
# Texts; the export of sales may mark them (neoequity/books/exporting/plain_text.py).
_TEXTS = ("agreement", "method", "agent_reference", "settlement_reason", "remark")


class Notices(NamedTuple):
    """The notices of a file, and the line of each, counted from 1."""

    notices: list[SaleNotice]
    lines: list[int]

    def named(self, row: int) -> str:
        """The line of the notice at this place, as "line 3"."""
        return f"line {self.lines[row]}"

    def refused(self, refused: Refused) -> Refused:
        """The same refusal with each sentence prefixed by its line."""
        return Refused(
            reason
            if reason.row is None
            else reason._replace(sentence=f"Line {self.lines[reason.row]}: {reason.sentence}")
            for reason in refused.reasons
        )


def read_notices(file: BinaryIO, size: int) -> Notices:
    """The notices in a UTF-8 CSV file; `size` is its length in bytes, checked before reading.

    Empty lines, and rows of nothing but commas, are skipped; each record is on one line.
    Raises Refused with "Line 3: …" for every fault of every line; a file with faults is refused as
    a whole.
    """
    if size > MOST_BYTES:
        raise refusal(f"The file has {size:,} bytes; a file of notices has at most {MOST_BYTES:,}.")
    rows = records(file, what="notice")
    first = next(rows, None)
    if first is None:
        raise refusal(
            f"The file is empty; its first line must name the columns {', '.join(COLUMNS)}."
        )
    columns = header(*first, known=COLUMNS, needed=NEEDED)
    read, reasons = Notices([], []), list[Reason]()
    first_lines: dict[tuple[str, str], tuple[int, str]] = {}
    for line, cells in rows:
        faults = [cells] if isinstance(cells, str) else []
        if not faults:
            notice, faults = _notice(dict(zip(columns, cells, strict=False)), len(cells), columns)
            if notice and not (faults := _repeated(notice, line, first_lines)):
                read.notices.append(notice)
                read.lines.append(line)
        reasons += [Reason(f"Line {line}: {fault}") for fault in faults]
        if len(reasons) > MOST_FAULTS:
            reasons.append(Reason(f"Too many errors; stopped reading at line {line}."))
            break
        if len(read.lines) > MOST_SALES:
            raise refusal(f"The file has more than {MOST_SALES:,} sales; split it.")
    refuse_if_any(reasons)
    if not read.notices:
        raise refusal("The file has a header, but no sales.")
    return read


def _repeated(
    notice: SaleNotice, line: int, first_lines: dict[tuple[str, str], tuple[int, str]]
) -> list[str]:
    """The fault if an earlier line has the same reference, however spelled."""
    reference = notice.agent_reference
    key = notice.agreement, reference_key(reference)
    first, other = first_lines.setdefault(key, (line, reference))
    if first == line:
        return []
    spelled = as_written(reference, other)
    return [f"the agent's reference “{reference}” already appears on line {first}{spelled}."]


def _notice(
    texts: dict[str, str], count: int, columns: list[str]
) -> tuple[SaleNotice | None, list[str]]:
    """The notice of one line, or None and its faults."""
    if count != len(columns):
        cells = f"{count} cell{'s'[: count != 1]}"
        return None, [f"has {cells}; the header names {len(columns)} columns."]
    values: dict[str, Any] = {}
    faults = []
    for column, text in texts.items():
        try:
            values[column] = _read(column, text) if column in _OWN else _read_again(column, text)
        except ValueError as fault:
            faults.append(f"{column} {fault}; it is {shown(text)}.")
    return (None, faults) if faults else (SaleNotice(**values), [])


def _read(column: str, text: str) -> object:
    text = unmarked(text) if column in _TEXTS and "'" in text else text
    if text != text.strip():
        raise ValueError("must not begin or end with a space")
    return _READERS[column](text)


# The cells of most columns say the same on many lines.
_read_again = lru_cache(maxsize=4_096)(_read)


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError("must be the short name of an agreement, such as sales-agreement")
    return text


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("must be the number of a placement within its agreement, such as 1")
    return int(text)


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise ValueError("must be a date that exists, written as YYYY-MM-DD")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"must lie between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _method(text: str) -> str:
    if not _METHOD.fullmatch(text):
        raise ValueError("must be the short name of a method, such as negotiated")
    return text


def _reference(text: str) -> str:
    if not text:
        raise ValueError("must be the agent's reference")
    if len(text) > 64:
        raise ValueError("must be no longer than 64 characters")
    return text


def _reason(text: str) -> str:
    if len(text) > 300:
        raise ValueError("must be no longer than 300 characters")
    return text


def _gross(text: str) -> Decimal | None:
    return parse_money(text) if text else None


def _commission(text: str) -> Decimal | None:
    return parse_money_from_zero(text) if text else None


def _deductions(text: str) -> Decimal:
    return parse_money_from_zero(text) if text else ZERO


def _settlement(text: str) -> date | None:
    return _day(text) if text else None


_READERS: dict[str, Callable[[str], object]] = {
    "agreement": _slug,
    "placement": _number,
    "trade_date": _day,
    "shares": parse_shares,
    "price": parse_price,
    "gross": _gross,
    "method": _method,
    "agent_reference": _reference,
    "settlement_date": _settlement,
    "settlement_reason": _reason,
    "commission": _commission,
    "deductions": _deductions,
    "remark": _reason,
}
