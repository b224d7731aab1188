"""The lines of a file as text: its encoding guessed, each line with its number, none kept."""

import codecs
import re
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper

from neoequity.statements.terms.faults import Faults

MOST_LINES = 2_000_000
MOST_A_LINE = 20_000
_PIECE = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\N{REPLACEMENT CHARACTER}]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(content: bytes) -> str:
    """As the file's first bytes say; else UTF-8 if the bytes are, else Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for place in range(0, len(content), _PIECE):
            decoder.decode(content[place : place + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def text_lines(content: bytes, faults: Faults, *, longest: int = MOST_A_LINE) -> Iterator[str]:
    """Each line with its end. Raises Refused for what is no text, and for what is too long."""
    encoding = encoding_of(content)
    file = TextIOWrapper(BytesIO(content), encoding=encoding, errors="replace", newline="")
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if number > MOST_LINES:
            raise faults.stop(number, f"the file has more than {MOST_LINES:,} lines.")
        if len(line) > longest:
            raise faults.stop(number, f"is longer than {longest:,} characters.")
        if control := _CONTROL.search(line):
            raise faults.stop(
                number,
                "holds something that is not text "
                f"(U+{ord(control.group()):04X} at character {control.start() + 1}).",
            )
        yield line
