"""Proposals of one entry and the sum of several others: a wire for some sales, a sale in parts.

Finding the subset that adds up to a sum takes exponential time in general, so only small pools are
searched: what one agreement has on one settlement day (with adjustments that may be netted), or
within a few days, and never more than `MOST` entries. Such a pool has 1,024 subsets; their sums
are made once, as integers, and every wire is then looked up in a dictionary. A larger pool is
compared by its total alone: one wire often pays for a whole day.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from neoequity.statements.terms.candidates import (
    CENTS_AROUND,
    DAYS_APART,
    DAYS_AROUND,
    ROUNDING,
    Candidate,
    free,
    propose,
)
from neoequity.statements.terms.explaining import counted, days_of, gap, quantity_of, stated
from neoequity.statements.terms.proposal import Proposal, Rank

#: The most entries of which every subset is tried.
MOST = 10
# Cents and shares are added as one integer, the shares above every possible sum of cents.
_SHARES = 1 << 80
# Of adjustments in proposals already, so many are passed over.
_MOST_PASSED_OVER = 3 * MOST

_Key = tuple[str, int]


class _Sums(NamedTuple):
    """What the subsets of a pool add up to, each as bits; `doubtful` come about in several ways."""

    pool: tuple[Candidate, ...]
    subsets: dict[int, int]
    doubtful: frozenset[int]


class Pools:
    """The free entries of one side by agreement ("" for all) and settlement day, with totals."""

    def __init__(self, entries: Sequence[Candidate]) -> None:
        self._days: dict[_Key, dict[int, Candidate]] = defaultdict(dict)
        self._totals: dict[_Key, int] = defaultdict(int)
        self._nettable: dict[str, list[Candidate]] = defaultdict(list)
        self._sums: dict[tuple[_Key, bool], tuple[int, _Sums]] = {}
        # How often each agreement's entries were removed: what was summed since then still stands.
        self._removals: dict[str, int] = defaultdict(int)
        for entry in free(entries):
            for agreement in {entry.entry.agreement, ""}:
                if entry.entry.nettable:
                    self._nettable[agreement].append(entry)
                else:
                    self._days[agreement, entry.at][id(entry)] = entry
                    self._totals[agreement, entry.at] += _sum_of(entry)

    def remove(self, entries: Sequence[Candidate]) -> None:
        """Entries that are in a proposal now."""
        for entry in entries:
            for agreement in {entry.entry.agreement, ""}:
                self._removals[agreement] += 1
                if self._days[agreement, entry.at].pop(id(entry), None):
                    self._totals[agreement, entry.at] -= _sum_of(entry)

    def search(self, agreement: str, at: int, wanted: int) -> tuple[list[Candidate], bool] | None:
        """Entries that add up to `wanted` or nearly so, and whether they alone do.

        A whole day first, then a few of a day, the nearest day before others; then a few of
        several days.
        """
        near = [(agreement, at + apart) for apart in DAYS_AROUND]
        keys = [key for key in near if self._days.get(key)]
        for key in keys:
            if abs(self._totals[key] - wanted) <= ROUNDING and len(self._days[key]) > 1:
                return list(self._days[key].values()), True
        for key in keys:
            found = self._few(key, wanted, is_one_day=True)
            if found:
                return found
        if len(keys) < 2:
            return None
        return self._few((agreement, at), wanted, is_one_day=False)

    def _few(
        self, key: _Key, wanted: int, *, is_one_day: bool
    ) -> tuple[list[Candidate], bool] | None:
        sums = self._sums_of(key, is_one_day=is_one_day)
        if len(sums.pool) < 2:  # most often: a day has more entries than are tried
            return None
        for off in CENTS_AROUND:
            subset = sums.subsets.get(wanted + off, 0)
            if subset.bit_count() > 1:
                chosen = [each for place, each in enumerate(sums.pool) if subset >> place & 1]
                return chosen, wanted + off not in sums.doubtful
        return None

    def _sums_of(self, key: _Key, *, is_one_day: bool) -> _Sums:
        """The sums of the pool as it is now, made again only if it has changed."""
        removals = self._removals[key[0]]
        before = self._sums.get((key, is_one_day))
        if before and before[0] == removals:
            return before[1]
        pool = tuple(self._pool_of_day(key) if is_one_day else self._pool_of_days(key))
        sums = before[1] if before and before[1].pool == pool else _sums(pool)
        self._sums[key, is_one_day] = (removals, sums)
        return sums

    def _pool_of_day(self, key: _Key) -> list[Candidate]:
        """The entries of a day and, as far as there is room, the adjustments before it."""
        entries = self._days[key]
        return [] if len(entries) > MOST else [*entries.values(), *self._netted(key, len(entries))]

    def _pool_of_days(self, key: _Key) -> list[Candidate]:
        agreement, at = key
        pool: list[Candidate] = []
        for apart in DAYS_AROUND:
            entries = self._days.get((agreement, at + apart), {})
            if len(pool) + len(entries) > MOST:
                return []
            pool += entries.values()
        return pool

    def _netted(self, key: _Key, taken: int) -> list[Candidate]:
        agreement, at = key
        waiting = self._nettable.get(agreement, [])
        end = bisect_right(waiting, at + DAYS_APART, key=lambda each: each.at)
        latest = reversed(waiting[max(0, end - _MOST_PASSED_OVER) : end])
        return free(latest)[: MOST - taken]


def by_sums(lines: Sequence[Candidate], items: Sequence[Candidate]) -> Iterator[Proposal]:
    """First lines that are the sum of items, then items that are the sum of lines."""
    pools = Pools(items)
    for line in free(lines):
        found = pools.search(line.entry.agreement, line.at, _sum_of(line))
        if found:
            pools.remove(found[0])
            yield _proposed([line], *found)
    pools = Pools(lines)
    named = {line.entry.agreement for line in free(lines)}
    for item in free(items):
        for agreement in (each for each in (item.entry.agreement, "") if each in named):
            found = pools.search(agreement, item.at, _sum_of(item))
            if found and _may_pay(found[0], item):
                pools.remove(found[0])
                yield _in_parts(found[0], item, found[1])
                break


def _sums(pool: tuple[Candidate, ...]) -> _Sums:
    """Every sum of the pool, by its first subset."""
    subsets = {0: 0}
    doubtful = set()
    for place, each in enumerate(pool):
        more = _sum_of(each)
        for known, subset in list(subsets.items()):
            added = known + more
            if added in subsets:
                doubtful.add(added)
            else:
                subsets[added] = subset | 1 << place
    return _Sums(pool, subsets, frozenset(doubtful))


def _sum_of(entry: Candidate) -> int:
    return entry.shares * _SHARES + entry.cents


def _may_pay(lines: Sequence[Candidate], item: Candidate) -> bool:
    return all(line.entry.agreement in ("", item.entry.agreement) for line in lines)


def _proposed(lines: list[Candidate], items: list[Candidate], is_sole: bool) -> Proposal:
    rank = Rank.LIKELY if is_sole else Rank.POSSIBLE
    head = f"{counted(items)} of {days_of(items)} add up to {stated(quantity_of(items))}"
    return propose(rank, lines, items, f"{head}{_end(lines, items, is_sole)}")


def _in_parts(lines: list[Candidate], item: Candidate, is_sole: bool) -> Proposal:
    rank = Rank.LIKELY if is_sole else Rank.POSSIBLE
    head = (
        f"{counted(lines)} of {days_of(lines)} add up to {stated(quantity_of(lines))}, for "
        f"{item.entry.name}"
    )
    return propose(rank, lines, [item], f"{head}{_end(lines, [item], is_sole)}")


def _end(lines: list[Candidate], items: list[Candidate], is_sole: bool) -> str:
    differs = quantity_of(lines) != quantity_of(items)
    end = f"; {gap(lines, items)}" if differs else ""
    return f"{end}." if is_sole else f"{end}; others add up to the same."
