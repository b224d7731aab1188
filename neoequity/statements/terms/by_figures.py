"""Proposals of one line and one item without a common reference: by day, shares, price, amount."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from neoequity.statements.terms.candidates import (
    DAYS_APART,
    DAYS_AROUND,
    ROUNDING,
    Candidate,
    free,
    propose,
)
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.explaining import gap, stated
from neoequity.statements.terms.proposal import Proposal, Rank

# Entries that were taken meanwhile are passed over; after so many the search ends, so that each
# line looks at a fixed number of items.
_MOST_LOOKED_AT = 8

_Figures = tuple[str, int, int]
_Group = tuple[list[Candidate], list[Candidate]]


def by_figures(lines: Sequence[Candidate], items: Sequence[Candidate]) -> Iterator[Proposal]:
    """The same figures within a few settlement days; lines that name their agreement first.

    Both are walked through once in the order of their days, so equal figures, however many, cost
    no more than others.
    """
    for has_agreement in (True, False):
        groups: dict[_Figures, _Group] = {}
        for line in free(lines):
            if bool(line.entry.agreement) == has_agreement:
                figures = (line.entry.agreement, line.cents, line.shares)
                groups.setdefault(figures, ([], []))[0].append(line)
        for item in free(items):
            agreement = item.entry.agreement if has_agreement else ""
            group = groups.get((agreement, item.cents, item.shares))
            if group:
                group[1].append(item)
        for own, others in groups.values():
            yield from _side_by_side(own, others)


def _side_by_side(lines: list[Candidate], items: list[Candidate]) -> Iterator[Proposal]:
    at_lines, at_items = [each.at for each in lines], [each.at for each in items]
    line_place = item_place = 0
    while line_place < len(lines) and item_place < len(items):
        line, item = lines[line_place], items[item_place]
        apart = line.at - item.at
        if abs(apart) <= DAYS_APART:
            rivals = max(_within(at_items, line.at), _within(at_lines, item.at))
            yield _equal(line, item, rivals)
        line_place += apart <= DAYS_APART
        item_place += apart >= -DAYS_APART


def _within(days: list[int], at: int) -> int:
    return bisect_right(days, at + DAYS_APART) - bisect_left(days, at - DAYS_APART)


def _equal(line: Candidate, item: Candidate, rivals: int) -> Proposal:
    both = f"Both sides have {_figures(item)}{_days(line, item)}"
    if rivals > 1:
        why = f"{both}; {rivals:,} entries within {DAYS_APART} settlement days have these figures."
        return propose(Rank.POSSIBLE, [line], [item], why)
    is_same_in_all = (
        line.entry.day == item.entry.day
        and line.entry.agreement == item.entry.agreement
        and not line.reference
        and line.entry.price is not None
        and line.entry.price == item.entry.price
    )
    rank = Rank.CERTAIN if is_same_in_all else Rank.LIKELY
    return propose(rank, [line], [item], f"{both}, and nothing else has these figures.")


def nearly(
    lines: Sequence[Candidate], items: Sequence[Candidate], most_cents: int
) -> Iterator[Proposal]:
    """The same shares within a few settlement days, and an amount that is a little different.

    The nearest day first, then the nearest amount. Up to `ROUNDING` cents are likely; more, such
    as a bank's charge, is possible.
    """
    index: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    waiting = free(items)
    for place, item in enumerate(waiting):
        for agreement in {item.entry.agreement, ""}:
            index[agreement, item.at, item.shares].append((item.cents, place))
    for amounts in index.values():
        amounts.sort()
    for line in free(lines):
        if not line.cents:
            continue
        for apart in DAYS_AROUND:
            there = index.get((line.entry.agreement, line.at + apart, line.shares))
            found = _nearest(there, line.cents, most_cents, waiting) if there else None
            if found:
                yield _nearly_equal(line, found)
                break


def _nearest(
    amounts: list[tuple[int, int]], cents: int, most_cents: int, items: Sequence[Candidate]
) -> Candidate | None:
    start = bisect_left(amounts, (cents - most_cents, -1))
    if start == len(amounts) or amounts[start][0] > cents + most_cents:
        return None
    middle = bisect_left(amounts, (cents, -1))
    around = range(
        max(start, middle - _MOST_LOOKED_AT), min(len(amounts), middle + _MOST_LOOKED_AT)
    )
    near = [
        (abs(amounts[place][0] - cents), amounts[place][1])
        for place in around
        if abs(amounts[place][0] - cents) <= most_cents
        and items[amounts[place][1]].is_free
        and (amounts[place][0] > 0) == (cents > 0)
    ]
    return items[min(near)[1]] if near else None


def _nearly_equal(line: Candidate, item: Candidate) -> Proposal:
    rank = Rank.LIKELY if abs(line.cents - item.cents) <= ROUNDING else Rank.POSSIBLE
    short = f"our amount is {dollars(item.entry.quantity.amount)}, and {gap([line], [item])}."
    both = f"Both sides have {_shares(line, item)}" if item.shares else "Both sides have a payment"
    return propose(rank, [line], [item], f"{both}{_days(line, item)}; {short}")


def _figures(item: Candidate) -> str:
    price = f" at {per_share(item.entry.price)}" if item.entry.price is not None else ""
    figures = stated(item.entry.quantity)
    return figures.replace(" and ", f"{price} and ", 1) if " and " in figures else figures


def _shares(line: Candidate, item: Candidate) -> str:
    price = item.entry.price if line.entry.price == item.entry.price else None
    return f"{Quantity(shares=item.shares)}{f' at {per_share(price)}' if price is not None else ''}"


def _days(line: Candidate, item: Candidate) -> str:
    theirs, ours = written(line.entry.day), written(item.entry.day)
    return f" on {ours}" if theirs == ours else f", ours on {ours} and theirs on {theirs}"
