"""From when matches and accepted differences count, and what a matched receipt settles.

A reconciliation looks at what had happened by its last day, whenever somebody recorded that it
belongs together: a match counts from the day on which all that it takes was there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.statements.terms.course import Accepted
from neoequity.statements.terms.entry import Entry, Quantity, total
from neoequity.statements.terms.ledger_of_matches import AcceptedDifference, Match, Parts


class Taken(NamedTuple):
    """What a match, or a difference accepted alone, takes of lines and of our items, by key."""

    key: str
    lines: Parts
    items: Parts
    differences: tuple[AcceptedDifference, ...] = ()


class Received(NamedTuple):
    """A receipt with the items that it pays; `parts` in the order in which they were allocated.

    One that is undone, or undoes another, pays nothing. `key` is unique among our items.
    """

    key: str
    name: str
    day: date
    amount: Decimal
    agreement: str
    parts: Mapping[str, Decimal]

    @property
    def rest(self) -> Decimal:
        """Dollars that are not allocated."""
        return self.amount - sum(self.parts.values(), Decimal(0))


def history_of(
    taken: Iterable[Taken], lines: Mapping[str, date], items: Mapping[str, date]
) -> Iterator[Accepted]:
    """Each with the day from which it counts; what takes a later line or item is left out.

    `lines` and `items` are the days on which they came about, by key: a line's own, the trade date
    of a sale, the day on which cash was received.
    """
    for each in taken:
        days = [*map(lines.get, each.lines), *map(items.get, each.items)]
        since = [day for day in days if day is not None]
        if since and len(since) == len(days):
            yield Accepted(Match(each.key, max(since), each.lines, each.items, each.differences))


def difference_of_line(key: str, line: str, quantity: Quantity, reason: str, of: str) -> Taken:
    """A difference accepted for a line alone: a bank's charge. `of` is its agreement, or empty."""
    return Taken(key, {line: quantity}, {}, (AcceptedDifference(quantity, reason, of),))


def difference_of_item(key: str, item: str, quantity: Quantity, reason: str, of: str) -> Taken:
    """A difference accepted for an item alone: the cent by which a wire was short."""
    return Taken(key, {}, {item: quantity}, (AcceptedDifference(-quantity, reason, of),))


def unallocated(receipts: Iterable[Received]) -> Iterator[Entry]:
    """What of each receipt pays no entry, as an item of its own."""
    for each in receipts:
        if each.rest:
            yield Entry(
                key=each.key,
                name=each.name,
                kind="receipt",
                day=each.day,
                quantity=Quantity(each.rest),
                agreement=each.agreement,
            )


def spread(receipt: Received, takings: Sequence[Decimal]) -> list[dict[str, Quantity]]:
    """What of our items each of these matches of the receipt settles, in the order of the matches.

    A match of part of it settles the first parts of its sign, as far as it goes; the one that
    completes it settles all that is left, with what was netted.
    """
    left = {**receipt.parts, receipt.key: receipt.rest}
    covered, settled = Decimal(0), []
    for taking in takings:
        covered += taking
        found = dict(left) if covered == receipt.amount else _first(left, taking)
        for key, amount in found.items():
            left[key] -= amount
        settled.append({key: Quantity(amount) for key, amount in found.items() if amount})
    return settled


def _first(left: Mapping[str, Decimal], taking: Decimal) -> dict[str, Decimal]:
    found, needed = {}, taking
    for key, amount in left.items():
        if amount * taking > 0 and needed:
            found[key] = min(amount, needed, key=abs)
            needed -= found[key]
    return found


def added(parts: Iterable[tuple[str, Quantity]]) -> dict[str, Quantity]:
    """Parts by key, those of the same key added up."""
    by_key: dict[str, list[Quantity]] = {}
    for key, quantity in parts:
        by_key.setdefault(key, []).append(quantity)
    return {key: total(quantities) for key, quantities in by_key.items()}
