"""The text of a programme file, bounded before the TOML library reads it.

The library takes whatever memory and depth a file asks for: a key of 20,000 parts took 1.6 GB.
What a programme states is short, and not deep.
"""

import re
import tomllib
from decimal import Decimal

MOST_BYTES = 1_000_000
#: Keys, values and tables; a file of this size that states anything has fewer.
MOST_PIECES = 100_000
MOST_DEPTH = 10
MOST_PARTS = 10
LONGEST_TEXT = 1_000
LONGEST_NUMBER = 40

_PIECE = re.compile(
    r"""(?P<space>\s+) | (?P<comment>\#[^\n]*) | (?P<quote>\"{3}|'{3}|["'])
    | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<mark>[,=]) | (?P<word>[^\s\[\]{},=\#"']+)""",
    re.VERBOSE,
)
# As much of a text, after its opening quotation mark, as may be there.
_TEXT = {
    '"': re.compile(rf'(?:[^"\\\n]|\\.){{0,{LONGEST_TEXT}}}'),
    "'": re.compile(rf"[^'\n]{{0,{LONGEST_TEXT}}}"),
    '"""': re.compile(rf'(?:[^"\\]|\\.|"{{1,2}}(?!")){{0,{LONGEST_TEXT}}}', re.DOTALL),
    "'''": re.compile(rf"(?:[^']|'{{1,2}}(?!')){{0,{LONGEST_TEXT}}}", re.DOTALL),
}
_NUMBER = re.compile(r"[+-]?[0-9]")
# A power of ten that no figure has: Decimal takes it, or takes all memory to write it out.
_POWER = re.compile(r"[+-]?[0-9][0-9_.]*[eE][+-]?[0-9_]{3,}")


class UnreadableError(ValueError):
    """A file is not a programme file; the message ends a sentence that starts with its name."""


def parse(content: bytes) -> dict[str, object]:
    """The contents of a programme file, numbers with a point as Decimal.

    Raises UnreadableError with the place in the file, as line and column.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"is larger than {MOST_BYTES:,} bytes: it is no programme file")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise UnreadableError(f"is not UTF-8 text: {fault.reason}") from fault
    _Bounds(text).check()
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise UnreadableError(f"is not TOML: {fault}") from fault


class _Bounds:
    """Goes through a text piece by piece as TOML divides it, and raises at the first beyond bounds.

    It stops where the text is no longer TOML: there the library stops, too.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.pieces = self.depth = self.dots = 0

    def check(self) -> None:
        """Raises UnreadableError for the first piece that is too long, too deep or too many."""
        while piece := _PIECE.match(self.text, self.at):
            kind, start, self.at = piece.lastgroup, self.at, piece.end()
            if kind == "word":
                self._word(piece.group(), start)
            elif kind == "quote":
                if not self._skip_text(piece.group(), start):
                    return
            elif kind == "open":
                self.depth += 1
                self.refuse_if(
                    self.depth > MOST_DEPTH,
                    "nests its tables deeper than a programme file does",
                    start,
                )
            elif kind == "close":
                self.depth -= 1
            if kind in ("word", "quote", "open"):
                self.pieces += 1
            elif kind != "comment" and (kind != "space" or "\n" in piece.group()):
                self.dots = 0  # a key ends here
            self.refuse_if(
                self.pieces > MOST_PIECES, f"has more than {MOST_PIECES:,} keys and values", start
            )

    def refuse_if(self, is_beyond: bool, what: str, place: int) -> None:
        """Raise with the line and the column of the place."""
        if is_beyond:
            line = self.text.count("\n", 0, place) + 1
            column = place - self.text.rfind("\n", 0, place)
            raise UnreadableError(f"{what} (at line {line}, column {column})")

    def _word(self, word: str, start: int) -> None:
        dots = word.count(".")
        self.dots += dots
        self.pieces += dots
        self.refuse_if(self.dots >= MOST_PARTS, f"has a key of more than {MOST_PARTS} parts", start)
        if _NUMBER.match(word):
            is_beyond = len(word) > LONGEST_NUMBER or _POWER.match(word) is not None
            self.refuse_if(is_beyond, "has a number longer than any figure is", start)
        is_beyond = len(word) > LONGEST_TEXT
        self.refuse_if(is_beyond, f"has a word of more than {LONGEST_TEXT:,} characters", start)

    def _skip_text(self, quote: str, start: int) -> bool:
        """Go to the end of a text in quotation marks; False where it has none."""
        found = _TEXT[quote].match(self.text, self.at)
        end = found.end() if found else self.at
        if self.text.startswith(quote, end):
            self.at = end + len(quote)
            # Up to two more belong to a text in three quotation marks.
            extra = 2 if len(quote) > 1 else 0
            while extra and self.text.startswith(quote[0], self.at):
                self.at, extra = self.at + 1, extra - 1
            return True
        is_beyond = end - self.at >= LONGEST_TEXT
        self.refuse_if(is_beyond, f"has a text of more than {LONGEST_TEXT:,} characters", start)
        return False
