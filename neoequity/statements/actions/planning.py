"""Plan a match of lines and entries: what it takes of each, and the receipts that it needs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.open_sides import OpenSides
from neoequity.statements.terms.agreeing import agreeing, paid_by
from neoequity.statements.terms.entry import Entry, Quantity, total
from placements.terms.receipt import Part


class DueReceipt(NamedTuple):
    """A receipt that a bank's line is matched with, before it is recorded: what it pays."""

    line: int
    line_name: str
    amount: Decimal
    parts: tuple[Part, ...]


class Planned(NamedTuple):
    """A match that is to be posted: what it takes of each row, and why they belong together.

    `due` are the receipts that are recorded first and matched, too, each whole.
    """

    parts: Mapping[Row, Quantity]
    explanation: str
    due: tuple[DueReceipt, ...] = ()


def plan(
    scope: Scope,
    sides: OpenSides,
    lines: Mapping[str, Entry],
    items: Mapping[str, Entry],
    explanation: str,
) -> Planned:
    """The match of these by key. Raises Refused for what has nothing in common."""
    if scope.side == "bank":
        return _of_bank(sides, lines, items, explanation)
    own_lines, own_items = _left(lines), _left(items)
    if lines and [*own_lines.values()] == [*own_items.values()]:  # as nearly all are
        return Planned(_by_row(sides, own_lines | own_items), explanation)
    taken = agreeing(own_lines, own_items)
    if not taken.lines and not taken.items:
        raise Refused([Reason(_nothing_in_common(lines, items))])
    return Planned(_by_row(sides, {**taken.lines, **taken.items}), explanation)


def _of_bank(
    sides: OpenSides, lines: Mapping[str, Entry], items: Mapping[str, Entry], explanation: str
) -> Planned:
    receipts = {key: each for key, each in items.items() if sides.rows[key].what == "receipt"}
    due = {key: each for key, each in items.items() if key not in receipts}
    if not due or not (lines or receipts):
        taken = agreeing(_left(lines), _left(items))
        refuse_if_any(_in_part(receipts, taken.items))
        parts = _by_row(sides, {**taken.lines, **taken.items})
        if not parts:
            raise Refused([Reason(_nothing_in_common(lines, items))])
        return Planned(parts, explanation)
    if not lines:
        sentence = "Choose the line of the bank that pays the sales besides the receipts."
        raise Refused([Reason(sentence)])
    has = sum((each.quantity.amount for each in receipts.values()), ZERO)
    waiting = {key: each.quantity.amount for key, each in due.items()}
    needed = []
    for line in lines.values():
        amount = line.quantity.amount
        had = min(has, amount, key=abs) if has * amount > 0 else ZERO
        has -= had
        if amount != had:
            paid = paid_by(amount - had, waiting)
            needed.append(_receipt(sides, line, amount - had, paid))
            waiting = {each: left - paid.get(each, ZERO) for each, left in waiting.items()}
    if has:
        raise Refused([Reason(_nothing_in_common(lines, receipts))])
    return Planned(_by_row(sides, _left({**lines, **receipts})), explanation, tuple(needed))


def _receipt(
    sides: OpenSides, line: Entry, amount: Decimal, paid: Mapping[str, Decimal]
) -> DueReceipt:
    parts = tuple(Part(sides.rows[key].pk, part) for key, part in paid.items() if part)
    return DueReceipt(sides.rows[line.key].pk, line.name, amount, parts)


def _in_part(receipts: Mapping[str, Entry], taken: Mapping[str, Quantity]) -> Iterator[Reason]:
    for key, receipt in receipts.items():
        if taken.get(key) != receipt.quantity:
            yield Reason(
                f"A receipt is matched whole: {receipt.name} is of "
                f"{dollars(receipt.quantity.amount)}, which the chosen lines do not have. If it "
                "was recorded with another amount than the bank's, undo it and record it again."
            )


def _nothing_in_common(lines: Mapping[str, Entry], items: Mapping[str, Entry]) -> str:
    theirs, ours = (total(_left(side).values()) for side in (lines, items))
    return (
        f"The chosen lines add up to {theirs} and our entries to {ours}: they have nothing in "
        "common to match."
    )


def _left(entries: Mapping[str, Entry]) -> dict[str, Quantity]:
    return {key: each.quantity for key, each in entries.items()}


def _by_row(sides: OpenSides, parts: Mapping[str, Quantity]) -> dict[Row, Quantity]:
    return {sides.rows[key]: part for key, part in parts.items()}
