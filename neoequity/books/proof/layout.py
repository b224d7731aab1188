"""SQL laid out for readers: lines inside brackets are indented under the line that opens them.

SQL composed of pieces has a different margin in each; here all get the same. Lines keep their words
and order, and what is aligned inside a pair of brackets stays aligned.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

STEP = 4
# Brackets in strings, quoted names and comments open nothing.
_MARKS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|[()\n]")


@dataclass
class _Brackets:
    """A pair of brackets: the line that opens it, the lines that begin in it, the closing line.

    `closes` is set only if that line begins with the closing bracket.
    """

    opens: int
    lines: list[int] = field(default_factory=list)
    closes: int = -1


def laid_out(sql: str) -> list[str]:
    """The lines of the SQL without blank ones, each indented by its enclosing brackets."""
    lines = [line for line in sql.expandtabs().splitlines() if line.strip()]
    margins = [len(line) - len(line.lstrip()) for line in lines]
    within: dict[int, _Brackets] = {}
    closing: dict[int, _Brackets] = {}
    for pair in _pairs(lines):
        within.update(dict.fromkeys(pair.lines, pair))
        closing.setdefault(pair.closes, pair)
    indents: list[int] = []
    for number, margin in enumerate(margins):
        if number in closing:  # as the line that opened the first bracket it closes
            indents.append(indents[closing[number].opens])
        elif number not in within:  # it begins inside a string of several lines
            indents.append(margin)
        else:
            pair = within[number]
            under = indents[pair.opens] + STEP if pair.opens >= 0 else 0
            indents.append(under + margin - min(margins[each] for each in pair.lines))
    return [f"{' ' * indent}{line.strip()}" for indent, line in zip(indents, lines, strict=True)]


def _pairs(lines: list[str]) -> list[_Brackets]:
    """Every pair of brackets in closing order, then those left open, the whole text first."""
    open_now = [_Brackets(-1)]
    closed: list[_Brackets] = []
    for number, mark in _marks(lines):
        first_closes = lines[number].lstrip().startswith(")")
        if mark == "\n" and not first_closes:
            open_now[-1].lines.append(number)
        elif mark == "(":
            open_now.append(_Brackets(number))
        elif mark == ")" and len(open_now) > 1:
            pair = open_now.pop()
            pair.closes = number if first_closes and pair.opens < number else -1
            closed.append(pair)
    return [*closed, *open_now]


def _marks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Every bracket and line break with its line's number; a line starts with its line break."""
    number = 0
    yield number, "\n"
    for mark in _MARKS.findall("\n".join(lines)):
        number += mark.count("\n")
        if mark in ("(", ")", "\n"):
            yield number, mark
