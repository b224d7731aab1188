"""A warrant's history in shares of its days, and the same recorded in any order.

What was stated before a split was known is in shares of before it. `Truth` counts day by day and
knows nothing of how the product does.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from tests.warrants.factories import reverse_entry
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Entry, Holder, Warrant

FIRST = date(2001, 11, 16)
TODAY = date(2003, 3, 3)
RATIOS = [(1, 25), (2, 1), (3, 2), (1, 3)]


class Happened(NamedTuple):
    """`kind` is done on the day `on` days after the first; `shares` are those stated.

    A split has its ratio in `shares`, as a place in RATIOS; a reversal has what it reverses in
    `of`, as a place among the history, and once it is recorded by its day.
    """

    kind: str
    on: int
    shares: int
    of: int = 0
    gives: str = "agent"

    @property
    def day(self) -> date:
        return FIRST + timedelta(days=self.on)


_moves = st.builds(
    Happened,
    st.sampled_from(["transfer", "transfer", "exercise", "cancel"]),
    st.just(0),
    st.integers(1, 9_000),
    st.just(0),
    gives=st.sampled_from(["agent", "officer"]),
)
_splits = st.integers(0, len(RATIOS) - 1).map(lambda ratio: Happened("split", 0, ratio))
_reversals = st.integers(0, 7).map(lambda of: Happened("reversal", 0, 1, of))


@st.composite
def histories(draw: Any) -> tuple[list[Happened], list[int]]:
    """What happened on which days, each on a day of its own, and the order of its recording."""
    found = draw(st.lists(_moves, min_size=1, max_size=6))
    found += draw(st.lists(_splits, max_size=2)) + draw(st.lists(_reversals, max_size=2))
    days = draw(st.permutations(range(1, 2 * len(found) + 1)))
    history = [each._replace(on=day) for each, day in zip(found, days, strict=False)]
    order = draw(st.permutations(range(len(history))))
    return history, order


class Truth:
    """What is recorded so far, and what it comes to on each day."""

    def __init__(self, issued: int) -> None:
        self.issued = issued
        self.recorded: list[tuple[Happened, frozenset[int]]] = []

    def add(self, what: Happened) -> None:
        """Recorded now: it knows the splits recorded before it."""
        self.recorded.append((what, frozenset(each.on for each in self._splits())))

    def held(self, day: int) -> dict[str, int]:
        """What each holder has at the end of the day."""
        held = Counter({"agent": self.issued})
        for today in range(1, day + 1):
            for split in self._splits():
                if split.on == today:
                    new, old = RATIOS[split.shares]
                    held = Counter({who: count * new // old for who, count in held.items()})
            for what, known in self.recorded:
                if what.on == today and what.kind != "split":
                    for who, shares in self._effect(what, known):
                        held[who] += shares
        return dict(held)

    def in_time(self) -> list[Happened]:
        """The same day by day, each stated in the shares of its own day; what is none is left."""
        found = []
        for what, known in sorted(self.recorded, key=lambda each: each[0].on):
            if what.kind in ("split", "reversal"):
                found.append(what)
            elif shares := self._counted(what, known, what.on):
                found.append(what._replace(shares=shares))
        return found

    def _counted(self, what: Happened, known: frozenset[int], until: int) -> int:
        """What was stated, in shares of the day `until`."""
        shares = what.shares
        for split in self._splits():
            if split.on <= until and not (split.on <= what.on and split.on in known):
                new, old = RATIOS[split.shares]
                shares = shares * new // old
        return shares

    def _splits(self) -> list[Happened]:
        return sorted((what for what, _ in self.recorded if what.kind == "split"), key=_on)

    def _effect(self, what: Happened, known: frozenset[int]) -> Iterator[tuple[str, int]]:
        sign, until = -1, what.on
        if what.kind == "reversal":
            sign = 1
            [(what, known)] = [each for each in self.recorded if each[0].on == what.of]
        shares = self._counted(what, known, until)
        yield what.gives, sign * shares
        if what.kind == "transfer":
            yield ("officer" if what.gives == "agent" else "agent"), -sign * shares


def _on(what: Happened) -> int:
    return what.on


class Clerk:
    """Records a history with the actions of the product; what is refused is not in the truth."""

    def __init__(self, warrant: Warrant, agent: Holder, officer: Holder, person: User) -> None:
        self.warrant = warrant
        self.holders = {"agent": agent, "officer": officer}
        self.person = person
        self.truth = Truth(warrant.shares)
        self.entries: dict[int, Entry] = {}
        self.refused = 0

    def record(self, history: Sequence[Happened], order: Sequence[int]) -> None:
        """All of it, in this order."""
        for place in order:
            what = history[place]
            if what.kind == "reversal":
                what = what._replace(of=history[what.of % len(history)].on)
            self.add(what)

    def add(self, what: Happened) -> None:
        """One more; a reversal whose entry is not there is passed over."""
        if what.kind == "reversal" and what.of not in self.entries:
            return
        try:
            self._do(what)
        except Refused:
            self.refused += 1
        else:
            self.truth.add(what)

    def _do(self, what: Happened) -> None:
        done: dict[str, Any] = {"on": what.day, "by": self.person, "today": TODAY}
        giver = self.holders[what.gives]
        if what.kind == "split":
            new, old = RATIOS[what.shares]
            told: dict[str, Any] = {"by": self.person, "today": TODAY, "source": "a notice"}
            issuer = self.warrant.issuer
            record_split(issuer, effective_on=what.day, new=new, old=old, **told)
        elif what.kind == "reversal":
            reverse_entry(self.entries[what.of], reason="a mistake", **done)
        elif what.kind == "transfer":
            taker = self.holders["officer" if what.gives == "agent" else "agent"]
            parties: dict[str, Any] = {"holder_from": giver, "holder_to": taker}
            entry = transfer(self.warrant, **parties, shares=what.shares, **done)
            self.entries[what.on] = entry
        elif what.kind == "exercise":
            self.entries[what.on] = exercise(
                self.warrant, holder=giver, shares=what.shares, way="cash", **done
            )
        else:
            self.entries[what.on] = cancel(
                self.warrant, holder=giver, shares=what.shares, reason="agreed", **done
            )
