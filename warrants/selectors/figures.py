"""Each warrant's figures as of a day, all in shares of that day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from placements.selectors.known_at import names_known_at
from warrants.models import Entry, Holder, Split, Warrant
from warrants.models.split import by_issuer
from warrants.selectors.register import entries_as_of


class Figures(NamedTuple):
    """Warrant shares and a price in dollars per share, adjusted for the splits by the day.

    `holders` names the holders of outstanding shares; if there are none, the first holder.
    """

    holders: tuple[str, ...]
    shares: int
    exercise_price: Decimal | None
    exercised: int
    cancelled: int
    expired: int
    outstanding: int

    @property
    def fractions(self) -> int:
        """Shares lost to fractions that the splits dropped."""
        return self.shares - self.exercised - self.cancelled - self.expired - self.outstanding


def figures_of(
    warrants: Iterable[Warrant], as_of: date, known_at: datetime | None = None
) -> dict[int, Figures]:
    """The figures of these warrants by id; three queries."""
    by_id = {warrant.pk: warrant for warrant in warrants}
    splits = Split.objects.filter(effective_on__lte=as_of).order_by("effective_on")
    if known_at is not None:
        splits = splits.filter(recorded_at__lte=known_at)
    issuers_splits = by_issuer(splits)
    counts = {
        pk: _Count(
            [
                split
                for split in issuers_splits.get(warrant.issuer_id, [])
                if split.effective_on > warrant.issued_on
            ]
        )
        for pk, warrant in by_id.items()
    }
    entries = (
        entries_as_of(as_of, known_at)
        .select_related(None)
        .select_related("reverses")
        .filter(warrant__in=by_id)
    )
    for entry in entries.order_by("warrant_id", "number").iterator():
        counts[entry.warrant_id].add(entry)
    names = names_known_at(Holder, known_at)
    return {pk: counts[pk].figures(warrant, names) for pk, warrant in by_id.items()}


class _Count:
    """Adds up one warrant's entries, each restated in shares of the day.

    An entry is restated for the splits that it does not reflect. Fractions are kept until the end,
    so that rounding happens once.
    """

    def __init__(self, splits: Sequence[Split]) -> None:
        self.splits = splits
        self.moved: dict[str, Fraction] = {}
        self.balances: Counter[int] = Counter()
        self.first_holder: int | None = None

    def add(self, entry: Entry) -> None:
        """Add an entry, recorded after those added before."""
        if entry.holder_to_id is not None:
            self.balances[entry.holder_to_id] += entry.shares
            self.first_holder = self.first_holder or entry.holder_to_id
        if entry.holder_from_id is not None:
            self.balances[entry.holder_from_id] -= entry.shares
        unreflected = Split.joined(split for split in self.splits if not entry.reckons_with(split))
        shares = Fraction(entry.shares * unreflected.new, unreflected.old)
        self.moved[entry.kind] = self.moved.get(entry.kind, Fraction(0)) + shares

    def figures(self, warrant: Warrant, names: dict[int, str]) -> Figures:
        """The totals of the entries added."""
        holders = [holder for holder, shares in self.balances.items() if shares]
        if not holders and self.first_holder is not None:
            holders = [self.first_holder]
        price = warrant.exercise_price
        if price is not None:
            price = Split.joined(self.splits).price(price)
        return Figures(
            holders=tuple(sorted(names[holder] for holder in holders)),
            shares=self._total("issue"),
            exercise_price=price,
            exercised=self._total("cash_exercise", "cashless_exercise"),
            cancelled=self._total("cancellation"),
            expired=self._total("expiry"),
            outstanding=self.balances.total(),
        )

    def _total(self, *kinds: str) -> int:
        return int(sum((self.moved.get(kind, Fraction(0)) for kind in kinds), Fraction(0)))
