"""Proposals between lines and items that carry the same reference: the strongest evidence."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from neoequity.statements.terms.candidates import CENTS_AROUND, Candidate, free, propose
from neoequity.statements.terms.explaining import (
    counted,
    days_of,
    gap,
    listed,
    quantity_of,
    stated,
)
from neoequity.statements.terms.proposal import Proposal, Rank
from placements.terms.reference import reference_key

# None of these can be part of a reference: a bank's line may name several.
_SEVERAL = re.compile(r"[,;+&]|\band\b", re.IGNORECASE)
# A reference is unique within an agreement, but for reversals. More is a faulty file, and is left
# to the groups by single references, which take any number.
_MOST_OF_ONE_REFERENCE = 10


class _Group(NamedTuple):
    lines: list[Candidate]
    items: list[Candidate]


class Netting:
    """Open adjustments and reversals, by agreement and cents: what a payment may include."""

    def __init__(self, items: Sequence[Candidate]) -> None:
        self._by_cents: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
        for item in reversed(items):
            if item.entry.nettable:
                self._by_cents[item.entry.agreement, item.cents].append(item)

    def explains(self, lines: Sequence[Candidate], items: Sequence[Candidate]) -> list[Candidate]:
        """The item of the same agreement that explains a difference to the cents of rounding."""
        difference = sum(each.cents for each in lines) - sum(each.cents for each in items)
        for agreement in sorted({item.entry.agreement for item in items}):
            for off in CENTS_AROUND:
                waiting = self._by_cents.get((agreement, difference + off), [])
                while waiting and not waiting[-1].is_free:
                    waiting.pop()
                if waiting and waiting[-1] not in items:
                    return [waiting[-1]]
        return []


def by_reference(lines: Sequence[Candidate], items: Sequence[Candidate]) -> Iterator[Proposal]:
    """Lines and items of the same reference; certain where their figures agree, too."""
    booked: dict[str, list[Candidate]] = defaultdict(list)
    groups: dict[tuple[str, str], _Group] = defaultdict(lambda: _Group([], []))
    for item in items:
        if item.reference:
            booked[item.reference].append(item)
            groups[item.entry.agreement, item.reference].items.append(item)
    several: list[tuple[Candidate, tuple[str, ...]]] = []
    for line in lines:
        named = _named(line, booked)
        if len(named) > 1:
            several.append((line, named))
        elif named:
            groups[_agreement_of(line, named[0], booked), named[0]].lines.append(line)
    netting = Netting(items)
    yield from _naming_several(several, booked, netting)
    for group in groups.values():
        yield from _sharing_one(group, netting)


def _named(line: Candidate, booked: Mapping[str, Sequence[Candidate]]) -> tuple[str, ...]:
    """The references that a line names: one, or several that we know."""
    if not line.reference or line.reference in booked:
        return (line.reference,) if line.reference else ()
    parts = [reference_key(part) for part in _SEVERAL.split(line.entry.reference)]
    known = [part for part in dict.fromkeys(parts) if part in booked]
    return tuple(known) or (line.reference,)


def _agreement_of(
    line: Candidate, reference: str, booked: Mapping[str, Sequence[Candidate]]
) -> str:
    """The line's agreement, or the only one that has its reference; else empty."""
    if line.entry.agreement:
        return line.entry.agreement
    agreements = {item.entry.agreement for item in booked.get(reference, ())}
    return agreements.pop() if len(agreements) == 1 else ""


def _naming_several(
    several: Sequence[tuple[Candidate, tuple[str, ...]]],
    booked: Mapping[str, Sequence[Candidate]],
    netting: Netting,
) -> Iterator[Proposal]:
    claims = Counter(reference for _, named in several for reference in named)
    for line, named in several:
        items = [
            item
            for reference in named
            if len(booked[reference]) <= _MOST_OF_ONE_REFERENCE
            for item in booked[reference]
            if item.is_free and line.entry.agreement in ("", item.entry.agreement)
        ]
        is_sole = all(claims[reference] == 1 for reference in named)
        agrees = quantity_of([line]) == quantity_of(items)
        if items and (is_sole or agrees):
            rank = Rank.CERTAIN if is_sole else Rank.LIKELY
            yield _proposed([line], items, netting, rank)


def _sharing_one(group: _Group, netting: Netting) -> Iterator[Proposal]:
    if len(group.lines) == len(group.items) == 1 and _is_pair(group):
        yield propose(Rank.CERTAIN, group.lines, group.items, _agree(group.items[0]))
        return
    if group.lines and group.items:
        yield from _pairs(group)
    for side in (side for side in group if len(side) > 1):
        yield from _opposites(free(side), is_ours=side is group.items)
    lines, items = free(group.lines), free(group.items)
    if lines and items and 1 in (len(lines), len(items)) and _go_the_same_way(lines, items):
        yield _proposed(lines, items, netting, Rank.CERTAIN)


def _is_pair(group: _Group) -> bool:
    """Whether the only line and the only item of a reference are free and have equal figures."""
    [line], [item] = group
    return (
        (line.is_free and item.is_free) and line.cents == item.cents and line.shares == item.shares
    )


def _pairs(group: _Group) -> Iterator[Proposal]:
    """One line with one item of exactly its figures: the latest with the latest.

    So a delivery that failed and was made again is matched by its second line, and the first is
    left to cancel out with its return.
    """
    lines, items = _by_figures(free(group.lines)), _by_figures(free(group.items))
    for figures, own in lines.items():
        others = items.get(figures, [])
        opposite = (-figures[0], -figures[1])
        taken_back = len(lines.get(opposite, ())) - len(items.get(opposite, ()))
        surplus = len(own) - len(others)
        is_clear = surplus in {0, taken_back}
        rank = Rank.CERTAIN if is_clear else Rank.LIKELY
        for line, item in zip(reversed(own), reversed(others), strict=False):
            yield propose(rank, [line], [item], _agree(item))


def _opposites(side: Sequence[Candidate], *, is_ours: bool) -> Iterator[Proposal]:
    """Entries of one side that cancel out: a delivery and its return, a sale and its reversal."""
    by_figures = _by_figures(side)
    for figures, own in by_figures.items():
        if figures > (0, 0):
            for one, other in zip(
                own, by_figures.get((-figures[0], -figures[1]), []), strict=False
            ):
                pair = sorted((one, other), key=lambda each: (each.entry.day, each.entry.key))
                whose = "Our" if is_ours else "Their"
                yield propose(
                    Rank.CERTAIN,
                    () if is_ours else pair,
                    pair if is_ours else (),
                    f"{whose} two entries with reference {one.entry.reference}, "
                    f"of {days_of(pair)}, cancel out: {stated(one.entry.quantity)}.",
                )


def _proposed(
    lines: list[Candidate], items: list[Candidate], netting: Netting, rank: Rank
) -> Proposal:
    """All of these, with an adjustment that explains a difference; certain only without one."""
    references = _references(items)
    netted = [] if quantity_of(lines) == quantity_of(items) else netting.explains(lines, items)
    items = [*items, *netted]
    differs = quantity_of(lines) != quantity_of(items)
    end = f"; {gap(lines, items)}." if differs else "."
    several = lines if len(lines) > 1 else items
    if len(several) > 1:
        why = f"{counted(several)} with {references} add up to {stated(quantity_of(several))}{end}"
    elif differs:
        why = f"{references[0].upper()}{references[1:]} agrees{end}"
    else:
        why = _agree(items[0])
    return propose(Rank.LIKELY if netted or differs else rank, lines, items, why)


def _references(items: Sequence[Candidate]) -> str:
    names = list(dict.fromkeys(item.entry.reference for item in items))
    return f"reference{'s' if len(names) > 1 else ''} {listed(names)}"


def _agree(item: Candidate) -> str:
    figures = stated(item.entry.quantity)
    joined = "," if " and " in figures else " and"
    return f"Reference {item.entry.reference}{joined} {figures} agree."


def _go_the_same_way(lines: Sequence[Candidate], items: Sequence[Candidate]) -> bool:
    """Whether all are to pay, or all to receive: a cancel is not part of what it takes back."""
    entries = (*lines, *items)
    return all(each.cents >= 0 and each.shares >= 0 for each in entries) or all(
        each.cents <= 0 and each.shares <= 0 for each in entries
    )


def _by_figures(side: Sequence[Candidate]) -> dict[tuple[int, int], list[Candidate]]:
    found: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for each in side:
        found[each.cents, each.shares].append(each)
    return found
