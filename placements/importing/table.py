"""A pasted text or the text of a file as a table: which sign parts its columns, and its header."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from neoequity.books.refusal import Reason, Refused, refuse_if_any
from placements.importing.columns import COLUMNS, guess

MOST_ROWS = 500
MOST_BYTES = 1024 * 1024
MOST_COLUMNS = 40
MOST_A_CELL = 500

_COMMAND = "The command import_sales records files of up to 100,000 sales."
#: Columns of a mail stand apart by two spaces and more; no-break spaces count.
_GAP = re.compile("[ \u00a0]*\t[ \u00a0]*|[ \u00a0]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_RULE = re.compile(r"[-=_+| ]*[-=_]{2,}[-=_+| ]*")
#: In a mail, where an empty cell would be no cell at all.
_TABS, _SEMICOLONS, _COMMAS, _GAPS = "\t", ";", ",", "gaps"
_ODD = {
    _COMMAS: "Remove the commas within its figures, or put those cells in quotation marks.",
    _GAPS: "Leave one space only within a cell.",
    _TABS: "",
    _SEMICOLONS: "",
}
_DASHES = {"-", "--", "\N{EN DASH}", "\N{EM DASH}"}
_HEADER_WITHIN = 20
MOST_LINES = MOST_ROWS + _HEADER_WITHIN
_MOST_REASONS = 10


class Line(NamedTuple):
    """One line with its cells; `number` counts from 1."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """The lines beneath the header and, in `above`, those before it.

    `header` is None where no line names the columns; `short` holds the numbers of lines that lack
    cells so that nobody can say which.
    """

    header: list[str] | None
    width: int
    above: list[Line]
    lines: list[Line]
    short: frozenset[int]

    def headers(self) -> list[str]:
        """What a column is remembered by: its name, or its place in a table without names."""
        places = [f"column {n} of {self.width}" for n in range(1, self.width + 1)]
        return [name or place for name, place in zip(self.header or places, places, strict=True)]

    def is_ours(self) -> bool:
        """Whether the header names the columns exactly as files of the contract do."""
        names = self.header or []
        return bool(names) and set(names) <= set(COLUMNS) and len(set(names)) == len(names)

    def first_values(self, column: int, most: int = 3) -> list[str]:
        """The first cells of a column that are not empty, for a person to recognize it by."""
        cells = (line.cells[column] for line in self.lines)
        return [cell for cell in cells if cell][:most]


def read_table(text: str) -> Table:
    """The table in a text: tabs, semicolons, commas, or gaps of two spaces and more.

    Empty lines and rules of dashes are passed over. Raises Refused with the sentences against a
    text that is empty, too long, or has a line with more cells than its header.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise _refused(f"The rows take more than 1 MB. {_COMMAND}")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        sign = f"U+{ord(control.group()):04X}"
        raise _refused(f"Line {line} holds a control character ({sign}), which no notice needs.")
    split = _split(text.removeprefix("\ufeff"))
    if not split.lines:
        raise _refused("There are no rows: choose a file or paste the rows.")
    if len(split.lines) > MOST_LINES + 1:
        raise _too_many()
    place = _header_place(split.lines)
    header = None if place is None else split.lines[place]
    below = split.lines if place is None else split.lines[place + 1 :]
    above = [] if place is None else split.lines[:place]
    if not below:
        raise _refused("There is a header, but there are no rows beneath it.")
    width = len(header.cells) if header else _usual_width(below)
    if split.way in (_TABS, _SEMICOLONS):  # no figure holds such a sign
        width = max(width, *(len(line.cells) for line in below))
    _refuse_odd(below, width, header, split.way)
    if len(below) > MOST_ROWS:
        raise _too_many()
    gaps = split.way == _GAPS
    short = (line.number for line in below if gaps and len(line.cells) < width)
    return Table(
        _wide(header, width).cells if header else None,
        width,
        [_wide(line, width) for line in above],
        [_wide(line, width) for line in below],
        frozenset(short),
    )


def _too_many() -> Refused:
    return _refused(f"There are more than {MOST_ROWS} rows; paste fewer at a time. {_COMMAND}")


def _refuse_odd(below: list[Line], width: int, header: Line | None, way: str) -> None:
    """Refuse lines with more cells than columns, and cells that nobody would write."""
    if width > MOST_COLUMNS:
        raise _refused(f"There are {width} columns; at most {MOST_COLUMNS} are read.")
    if width < 2:
        raise _refused(
            "No columns were found: paste the rows from Excel, or separate the columns by tabs, "
            "commas, semicolons, or two or more spaces."
        )
    than = "the header names" if header else "most rows have"
    reasons = [
        Reason(f"Line {line.number} has {len(line.cells)} cells; {than} {width}. {_ODD[way]}")
        for line in below
        if len(line.cells) > width
    ]
    reasons += [
        Reason(f"Line {line.number} has a cell of more than {MOST_A_CELL} characters.")
        for line in ([header, *below] if header else below)
        if any(len(cell) > MOST_A_CELL for cell in line.cells)
    ]
    refuse_if_any(reasons[:_MOST_REASONS])


class _Split(NamedTuple):
    lines: list[Line]
    way: str


def _split(text: str) -> _Split:
    """The lines by the sign that parts the columns best."""
    best, best_score, fault = _Split([], _TABS), (0, 0), None
    written = [line for line in text.splitlines() if line.strip()]
    with_tabs = sum("\t" in line for line in written)
    ways = (_TABS,) if 2 * with_tabs > len(written) else (_GAPS, _SEMICOLONS, _COMMAS)
    for way in ways:
        try:
            lines = _read_gaps(text) if way == _GAPS else _read_csv(text, way)
        except Refused as refused:
            fault = fault or refused
            continue
        score = _score(lines)
        if score > best_score or not best.lines:
            best, best_score = _Split(lines, way), score
    if fault and best_score == (0, 0):
        raise fault
    return best


def _score(lines: list[Line]) -> tuple[int, int]:
    """How well a sign parts the columns: names it finds, then lines of the usual width."""
    names = max((_names_in(line) for line in lines[:_HEADER_WITHIN]), default=0)
    width = _usual_width(lines)
    of_width = sum(len(line.cells) == width for line in lines)
    return names if names > 1 else 0, of_width if width > 2 else 0


def _read_csv(text: str, sign: str) -> list[Line]:
    """The records of a text as spreadsheets save and copy them."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    lines = []
    try:
        for cells in reader:
            clean = _trimmed([_on_one_line(cell) for cell in cells])
            if clean and not _is_rule(clean):
                lines.append(Line(reader.line_num, clean))
    except csv.Error:
        raise _refused(
            f"Line {reader.line_num}: a quotation mark is not closed, or text follows it."
        ) from None
    return lines


def _read_gaps(text: str) -> list[Line]:
    lines = []
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        plain = line.strip(" \u00a0")
        cells = ["" if cell in _DASHES else cell.strip() for cell in _GAP.split(plain)]
        if any(cells) and not _RULE.fullmatch(plain):
            lines.append(Line(number, cells))
    return lines


def _on_one_line(cell: str) -> str:
    """The cell without spaces at its ends, and line breaks within it as spaces."""
    return re.sub(r"[\r\n\t]+", " ", cell).strip()


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which spreadsheets add."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _is_rule(cells: list[str]) -> bool:
    return all(_RULE.fullmatch(cell) or not cell for cell in cells)


def _header_place(lines: list[Line]) -> int | None:
    """The place of the line that names the columns; None if there is none.

    It is the first that has two known names, else a line of three cells and more without a digit
    above one with digits.
    """
    first = lines[:_HEADER_WITHIN]
    for place, line in enumerate(first):
        if _names_in(line) > 1:
            return place
    width = _usual_width(lines)
    for place, line in enumerate(first[:-1]):
        if len(line.cells) >= max(width, 3) and all(line.cells) and not _digits(line):
            return place if _digits(first[place + 1]) else None
    return None


def _names_in(line: Line) -> int:
    """How many cells of a line are names of columns."""
    return len({column for cell in line.cells if (column := guess(cell))})


def _digits(line: Line) -> bool:
    return any(character.isdigit() for cell in line.cells for character in cell)


def _usual_width(lines: list[Line]) -> int:
    """The number of cells that most lines have, and of two as frequent the larger."""
    widths = Counter(len(line.cells) for line in lines)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _wide(line: Line, width: int) -> Line:
    """The line with as many cells as there are columns; a longer one only above the header."""
    cells = line.cells if len(line.cells) <= width else [" ".join(line.cells)]
    return Line(line.number, [*cells, *[""] * (width - len(cells))])


def sale_lines(table: Table) -> Iterator[tuple[Line, bool]]:
    """Every line, and whether it stands beneath the header with all its cells."""
    for line in table.above:
        yield line, False
    for line in table.lines:
        yield line, line.number not in table.short


def _refused(sentence: str) -> Refused:
    return Refused([Reason(sentence)])
