"""Read market prices from a CSV file: strictly, line by line, one sentence per fault."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

from neoequity.books.calendar import covers
from neoequity.books.days import read_day
from neoequity.books.exporting.plain_text import unmarked
from neoequity.books.money import parse_price
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.company.terms.price_day import PriceDay
from placements.importing.csv_lines import header, records, refusal, shown

NEEDED = ("date", "source")
COLUMNS = ("date", "close", "bid", "volume", "source")

MOST_BYTES = 20_000_000
MOST_DAYS = 100_000
MOST_FAULTS = 10_000

_VOLUME = re.compile(r"[0-9]{1,12}", re.ASCII)
_MOST_OF_A_SOURCE = 120


class Prices(NamedTuple):
    """The days of a file, and the line of each, counted from 1."""

    days: list[PriceDay]
    lines: list[int]

    def refused(self, refused: Refused) -> Refused:
        """The same refusal with each sentence prefixed by its line."""
        return Refused(
            reason
            if reason.row is None
            else reason._replace(sentence=f"Line {self.lines[reason.row]}: {reason.sentence}")
            for reason in refused.reasons
        )


def read_prices(file: BinaryIO, size: int) -> Prices:
    """The prices in a UTF-8 CSV file; `size` is its length in bytes, checked before reading.

    Any cell but the date and the source may be empty, and so may a column be missing. Empty lines
    are skipped. Raises Refused with "Line 3: …" for every fault of every line.
    """
    if size > MOST_BYTES:
        raise refusal(f"The file has {size:,} bytes; a file of prices has at most {MOST_BYTES:,}.")
    rows = records(file, what="price")
    first = next(rows, None)
    if first is None:
        raise refusal(
            f"The file is empty; its first line must name the columns {', '.join(COLUMNS)}."
        )
    columns = header(*first, known=COLUMNS, needed=NEEDED)
    read, reasons = Prices([], []), list[Reason]()
    first_lines: dict[date, int] = {}
    for line, cells in rows:
        faults = [cells] if isinstance(cells, str) else []
        if not faults:
            each, faults = _price_day(dict(zip(columns, cells, strict=False)), len(cells), columns)
            if each and first_lines.setdefault(each.day, line) != line:
                faults = [f"{each.day} already appears on line {first_lines[each.day]}."]
            elif each:
                read.days.append(each)
                read.lines.append(line)
        reasons += [Reason(f"Line {line}: {fault}") for fault in faults]
        if len(reasons) > MOST_FAULTS:
            reasons.append(Reason(f"Too many errors; stopped reading at line {line}."))
            break
        if len(read.lines) > MOST_DAYS:
            raise refusal(f"The file has more than {MOST_DAYS:,} days; split it.")
    refuse_if_any(reasons)
    if not read.days:
        raise refusal("The file has a header, but no prices.")
    return read


def _price_day(
    texts: dict[str, str], count: int, columns: list[str]
) -> tuple[PriceDay | None, list[str]]:
    """The day of one line, or None and its faults."""
    if count != len(columns):
        cells = f"{count} cell{'s'[: count != 1]}"
        return None, [f"has {cells}; the header names {len(columns)} columns."]
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    faults = []
    for column, text in texts.items():
        try:
            values[column] = _read(column, text)
        except ValueError as fault:
            faults.append(f"{column} {fault}; it is {shown(text)}.")
    if not faults and not any(texts.get(name) for name in ("close", "bid", "volume")):
        faults.append("has neither a closing price nor a closing bid nor a volume.")
    if faults:
        return None, faults
    return PriceDay(values.pop("date"), **values), []


def _read(column: str, text: str) -> object:
    text = unmarked(text) if column == "source" else text
    if text != text.strip():
        raise ValueError("must not begin or end with a space")
    return _READERS[column](text)


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise ValueError("must be a date that exists, written as YYYY-MM-DD")
    if not covers(day):
        raise ValueError("must be a day that the market calendar covers")
    return day


def _price(text: str) -> Decimal | None:
    return parse_price(text) if text else None


def _volume(text: str) -> int | None:
    if text and not _VOLUME.fullmatch(text):
        raise ValueError("must be a whole number of shares, in plain digits such as 949710")
    return int(text) if text else None


def _source(text: str) -> str:
    if not text:
        raise ValueError("must say where the price comes from")
    if len(text) > _MOST_OF_A_SOURCE:
        raise ValueError(f"must be no longer than {_MOST_OF_A_SOURCE} characters")
    return text


_READERS: dict[str, Callable[[str], object]] = {
    "date": _day,
    "close": _price,
    "bid": _price,
    "volume": _volume,
    "source": _source,
}
