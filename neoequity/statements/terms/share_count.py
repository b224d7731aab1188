"""The transfer agent's count of shares outstanding against the share ledger's."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import of_shares
from placements.terms.split import StockSplit


class ShareCount(NamedTuple):
    """Both counts on a day, and in a sentence how they compare."""

    day: date
    ours: int
    theirs: int
    sentence: str

    @property
    def difference(self) -> int:
        """Theirs less ours."""
        return self.theirs - self.ours


def compare_counts(
    day: date, ours: int, theirs: int, splits: Sequence[StockSplit] = ()
) -> ShareCount:
    """The counts of a day; a difference that a split explains, whenever it was, names it."""
    return ShareCount(day, ours, theirs, _sentence(day, ours, theirs, splits))


def _sentence(day: date, ours: int, theirs: int, splits: Sequence[StockSplit]) -> str:
    if ours == theirs:
        return f"Both count {of_shares(ours)} outstanding on {written(day)}."
    counts = (
        f"On {written(day)} the transfer agent counts {of_shares(theirs)} outstanding and the "
        f"share ledger {of_shares(ours)}"
    )
    for split in splits:
        name = f"the {split.ratio.new}-for-{split.ratio.old} split of {written(split.on)}"
        if split.ratio.shares(theirs) == ours:
            return f"{counts}: the transfer agent counts in shares before {name}."
        if split.ratio.shares(ours) == theirs:
            return f"{counts}: the transfer agent counts in shares after {name}, the ledger before."
    more = "more" if theirs > ours else "fewer"
    return f"{counts}: {of_shares(abs(theirs - ours))} {more}."
