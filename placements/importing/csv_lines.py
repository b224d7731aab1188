"""The lines of a CSV file as cells: strictly, and each with its number."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from neoequity.books.exporting.plain_text import BOM
from neoequity.books.refusal import Reason, Refused, refuse_if_any

MOST_BYTES_A_LINE = 4_096
_SHOWN = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def records(file: BinaryIO, *, what: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each line that is not empty: its number, and its cells or else the fault.

    Spreadsheets write emptied rows as nothing but commas. `what` is what a line stands for, as in
    "which no notice needs". Raises Refused for a line that is too long.
    """
    line = 0
    while raw := file.readline(MOST_BYTES_A_LINE + 1):
        line += 1
        if len(raw) > MOST_BYTES_A_LINE:
            raise refusal(f"Line {line}: is longer than {MOST_BYTES_A_LINE:,} bytes.")
        if line == 1:
            raw = raw.removeprefix(BOM)
        raw = raw.removesuffix(b"\n").removesuffix(b"\r")
        if raw and any(cells := _cells(raw, what)):
            yield line, cells


def header(
    line: int, cells: list[str] | str, *, known: Sequence[str], needed: Sequence[str]
) -> list[str]:
    """The columns in their order. Raises Refused if one is unknown, repeated or missing."""
    if isinstance(cells, str):
        raise refusal(f"Line {line}: {cells}")
    faults = []
    for name in dict.fromkeys(cells):
        if name not in known:
            faults.append(
                f"the column “{name[:_SHOWN]}” is not known; known are {', '.join(known)}."
            )
        elif cells.count(name) > 1:
            faults.append(f"the column “{name}” appears twice.")
    faults += [f"the column “{name}” is missing." for name in needed if name not in cells]
    refuse_if_any(Reason(f"Line {line}: {fault}") for fault in faults)
    return cells


def shown(text: str) -> str:
    """A cell as a sentence quotes it."""
    if not text:
        return "empty"
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def refusal(sentence: str) -> Refused:
    """A refusal of one sentence."""
    return Refused([Reason(sentence)])


def _cells(raw: bytes, what: str) -> list[str] | str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        return f"is not UTF-8 text: byte 0x{raw[fault.start]:02X} at place {fault.start + 1}."
    if control := _CONTROL.search(text):
        return f"holds a control character (U+{ord(control[0]):04X}), which no {what} needs."
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:  # only quotation marks are left: all else is caught above
        return "is not CSV: a quotation mark is not closed, or text follows it."
