"""Which lines of a sender's file are booked already, when a month-to-date file comes again.

A line with a reference is known by it and its kind, however the reference is spelled. One without
is known by its day and figures, and by its place among those that are equal: two bank charges of
one day are two lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.days import written
from neoequity.books.money import exact_dollars, of_shares
from neoequity.statements.terms.line import KINDS, Line, Statement, as_stated
from placements.terms.reference import reference_key

SAME, NEW, CONTRADICTING, REPEATED = "same", "new", "contradicting", "repeated"
VERDICTS = {
    SAME: "Booked already",
    NEW: "New",
    CONTRADICTING: "Contradicts a line",
    REPEATED: "Twice in the file",
}
#: What two lines with one identity must agree in, and how people call it.
_FIGURES = {
    "day": "date",
    "settles_on": "settlement date",
    "shares": "shares",
    "price": "price per share",
    "gross": "gross",
    "commission": "commission",
    "fees": "fees",
    "net": "net",
    "amount": "amount",
    "cancels": "reference of what is canceled",
}


class Recognized(NamedTuple):
    """A line of the file, and the other line that it repeats or contradicts, booked or above it."""

    line: Line
    verdict: str
    other: Line | None = None
    sentence: str = ""


class Comparison(NamedTuple):
    """Every line of a file in its order; `missing` are booked lines of its period it lacks."""

    lines: tuple[Recognized, ...]
    missing: tuple[Line, ...]

    def of(self, verdict: str) -> list[Line]:
        """The lines with one verdict."""
        return [each.line for each in self.lines if each.verdict == verdict]


class Cancel(NamedTuple):
    """A cancel and the line that it takes back, or the sentence why none is known."""

    cancel: Line
    line: Line | None
    sentence: str = ""


def compare(booked: Iterable[Line], arrived: Statement) -> Comparison:
    """What each line of a file is to the lines of the same sender that are booked.

    Balances are no lines to book, so neither side's are compared.
    """
    known = _Known(line for line in booked if line.kind != "balance")
    lines = tuple(known.recognize(line) for line in arrived.lines if line.kind != "balance")
    return Comparison(lines, tuple(known.missing(arrived.first_day, arrived.last_day)))


def differences(line: Line, other: Line) -> Iterator[str]:
    """Each figure in which a line differs from another with its identity, as part of a sentence."""
    for field, name in _FIGURES.items():
        ours, theirs = getattr(line, field), getattr(other, field)
        if ours != theirs:
            yield f"{name} {_told(field, ours)}, not {_told(field, theirs)}"


def cancels(lines: Sequence[Line]) -> list[Cancel]:
    """Each cancel with what it takes back: by the reference it names, its own, or its figures.

    A line is taken back once. Of several that fit by their figures, none is chosen.
    """
    by_reference: dict[str, list[Line]] = defaultdict(list)
    by_figures: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind not in {"cancel", "balance"}:
            if key := key_of(line.reference):
                by_reference[key].append(line)
            by_figures[_taken_back(line)].append(line)
    taken: set[int] = set()
    told = []
    for cancel in (line for line in lines if line.kind == "cancel"):
        found = _cancel(cancel, by_reference, by_figures, taken)
        if found.line:
            taken.add(id(found.line))
        told.append(found)
    return told


def _cancel(
    cancel: Line,
    by_reference: dict[str, list[Line]],
    by_figures: dict[tuple[object, ...], list[Line]],
    taken: set[int],
) -> Cancel:
    named = cancel.cancels or cancel.reference
    fitting = by_reference.get(key_of(named), []) if named else []
    if cancel.cancels and not fitting:
        return Cancel(cancel, None, f"No line has the reference “{cancel.cancels}”.")
    left = [line for line in fitting or by_figures[_taken_back(cancel)] if id(line) not in taken]
    if fitting and not left:
        return Cancel(cancel, None, f"The line “{named}” is canceled already.")
    if len(left) == 1:
        return Cancel(cancel, left[0])
    if not left:
        return Cancel(cancel, None, "No line has the figures of this cancel.")
    return Cancel(cancel, None, f"{len(left)} lines fit this cancel: choose the one it takes back.")


class _Known:
    """The lines known so far. A booked line answers to one line of the file."""

    def __init__(self, booked: Iterable[Line]) -> None:
        self.booked: list[Line] = list(booked)
        self.by_reference: dict[tuple[str, str], list[Line]] = defaultdict(list)
        self.by_figures: dict[tuple[object, ...], list[Line]] = defaultdict(list)
        self.answered: set[int] = set()
        for line in self.booked:
            if line.reference:
                self.by_reference[line.kind, key_of(line.reference)].append(line)
            else:
                self.by_figures[figures_of(line)].append(line)
        self._booked_ids = {id(line) for line in self.booked}

    def recognize(self, line: Line) -> Recognized:
        """The verdict on the next line of the file."""
        return self._by_reference(line) if line.reference else self._by_figures(line)

    def _by_figures(self, line: Line) -> Recognized:
        left = self.by_figures.get(figures_of(line))
        if not left:
            return Recognized(line, NEW)
        other = left.pop(0)
        self.answered.add(id(other))
        return Recognized(line, SAME, other)

    def _by_reference(self, line: Line) -> Recognized:
        others = self.by_reference[line.kind, key_of(line.reference)]
        equal = next((other for other in others if figures_of(other) == figures_of(line)), None)
        if equal is not None:
            if id(equal) in self._booked_ids and id(equal) not in self.answered:
                self.answered.add(id(equal))
                return Recognized(line, SAME, equal)
            return Recognized(
                line, REPEATED, equal, f"Line {line.number} says the same as {_where(line, equal)}."
            )
        if not others:
            others.append(line)
            return Recognized(line, NEW)
        other = others[0]
        self.answered.add(id(other))
        differing = "; ".join(differences(line, other))
        return Recognized(
            *(line, CONTRADICTING, other),
            f"Line {line.number}, {KINDS[line.kind].lower()} “{line.reference}”: {differing} as in "
            f"what was read before.",
        )

    def missing(self, first: date | None, last: date | None) -> Iterator[Line]:
        """Booked lines of the period that no line of the file answered to."""
        if first and last:
            for line in self.booked:
                if id(line) not in self.answered and first <= line.day <= last:
                    yield line


def _where(line: Line, equal: Line) -> str:
    return f"line {equal.number}" if equal.number != line.number else "a line read before"


def key_of(reference: str | None) -> str:
    """The reference as it is compared; one of signs alone is compared as written."""
    return (reference_key(reference) or reference) if reference else ""


def figures_of(line: Line) -> tuple[object, ...]:
    """What a line without a reference is known by: its kind and figures."""
    return line.kind, *(getattr(line, field) for field in _FIGURES)


def _taken_back(line: Line) -> tuple[object, ...]:
    """What a cancel has in common with its line where neither names the other."""
    amount = None if line.amount is None else abs(line.amount)
    return line.shares, line.price, line.gross, None if line.shares else amount


def _told(field: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, date):
        return written(value)
    if field == "shares":
        return of_shares(value)
    if isinstance(value, Decimal):
        return exact_dollars(value) if field == "price" else as_stated(value)
    return f"“{value}”"
