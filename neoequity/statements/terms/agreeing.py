"""How much of lines and items a match takes where they differ: what both sides have."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from neoequity.books.money import ZERO
from neoequity.statements.terms.entry import Quantity, total

Parts = dict[str, Quantity]
_Number = TypeVar("_Number", Decimal, int)


class Agreeing(NamedTuple):
    """Parts of lines and of items that add up to the same."""

    lines: Parts
    items: Parts


def agreeing(lines: Mapping[str, Quantity], items: Mapping[str, Quantity]) -> Agreeing:
    """All of the lines and items but for what one side has beyond the other.

    That stays open: in the last lines, or in the last items, that have its sign. Dollars and shares
    are looked at by themselves. A part of nothing is left out.
    """
    if not _beyond(lines, items):
        return Agreeing(_something(lines), _something(items))
    own_lines = _less(lines, _positive(_beyond(lines, items)))
    own_items = _less(items, _positive(-_beyond(own_lines, items)))
    # What has the other sign: both sides take back, or an adjustment is netted in part.
    own_items = _less(own_items, -_beyond(own_lines, own_items))
    own_lines = _less(own_lines, _beyond(own_lines, own_items))
    return Agreeing(_something(own_lines), _something(own_items))


def paid_by(amount: Decimal, due: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What a payment of these dollars pays of what is due, in order; the last ones in part.

    What is due the other way is netted first, all of it.
    """
    against = {key: part for key, part in due.items() if part * amount < 0}
    left = amount - sum(against.values(), ZERO)
    paid = dict(against)
    for key, part in due.items():
        if key not in against and part and left:
            paid[key] = min(part, left, key=abs)
            left -= paid[key]
    return paid


def _beyond(lines: Mapping[str, Quantity], items: Mapping[str, Quantity]) -> Quantity:
    return total(lines.values()) - total(items.values())


def _positive(quantity: Quantity) -> Quantity:
    return Quantity(max(quantity.amount, ZERO), max(quantity.shares, 0))


def _less(parts: Mapping[str, Quantity], by: Quantity) -> Parts:
    """The parts less as much of `by` as those of its sign have, the last ones first."""
    left, reduced = by, dict(parts)
    for key in reversed(list(parts)):
        part = reduced[key]
        taken = Quantity(_common(part.amount, left.amount), _common(part.shares, left.shares))
        reduced[key], left = part - taken, left - taken
    return reduced


def _common(one: _Number, other: _Number) -> _Number:
    """What two figures of the same sign have in common."""
    return min(one, other, key=abs) if one * other > 0 else one * 0


def _something(parts: Mapping[str, Quantity]) -> Parts:
    return {key: part for key, part in parts.items() if part}
