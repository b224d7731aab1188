"""Holders and groups against the ownership thresholds, then and now (p. S-10, S-14)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from neoequity.company.models.figure import Figure
from neoequity.company.models.market import Position
from neoequity.company.models.share_ledger import ShareBooks
from neoequity.company.models.standing import standing as standing_records
from neoequity.company.terms.shares import outstanding
from neoequity.company.terms.thresholds import Holding, Standing, standing
from placements.terms.split import StockSplit, combined

#: The figures that are ownership thresholds, the lowest in the documents first, and their checks.
CHECKS: Mapping[str, str] = {"dgcl_203_rate": "dgcl_203", "rights_plan_rate": "rights_plan"}


class OnADay(NamedTuple):
    """A holding and the shares outstanding, both in the shares of a day.

    `standings` has one for each threshold that is available, by the name of its figure. Without
    shares `standings` compares a stated percentage, if there is one.
    """

    day: date
    holding: Holding
    outstanding: int | None
    standings: Mapping[str, Standing]

    @property
    def rates(self) -> Standing | None:
        """The rates, which are the same against every threshold; None if there is none."""
        return next(iter(self.standings.values()), None)

    @property
    def as_exercised(self) -> int | None:
        """Shares held if all that could be acquired are; None if not available."""
        return _sum(self.holding.held, self.holding.acquirable)

    @property
    def outstanding_as_exercised(self) -> int | None:
        """The count with all that the holder could acquire; None if not available."""
        return _sum(self.outstanding, self.holding.acquirable)


class HolderReading(NamedTuple):
    """The last known position of a holder or group: as of its own day, and as of the day asked."""

    position: Position
    then: OnADay
    now: OnADay


def thresholds_on(books: ShareBooks) -> dict[str, Figure]:
    """The thresholds that are available, by name: fractions above 0 and below 1."""
    return {
        name: books.figures[name]
        for name in CHECKS
        if name in books.figures and 0 < books.figures[name].value < 1
    }


def holders_on(books: ShareBooks, known_at: datetime | None = None) -> list[HolderReading]:
    """Each holder's last position by the day of `books`, in order of name; one query.

    `now` counts the holding restated for later splits on the shares outstanding of that day.
    """
    rows = standing_records(Position, books.issuer, books.as_of, known_at)
    last = {row.holder: row for row in rows.order_by("day", "pk")}
    return [_reading(last[name], books) for name in sorted(last)]


def _reading(position: Position, books: ShareBooks) -> HolderReading:
    holding = Holding(
        position.held, position.acquirable, position.within_60_days, position.stated_rate
    )
    today = _restated(holding, position.day, books.splits)
    count = outstanding(books.rows, position.day)
    return HolderReading(
        position,
        _on_a_day(position.day, holding, count, books),
        _on_a_day(books.as_of, today, books.outstanding, books),
    )


def _on_a_day(day: date, holding: Holding, count: int | None, books: ShareBooks) -> OnADay:
    standings = {
        name: standing(holding, count, figure.value)
        for name, figure in thresholds_on(books).items()
    }
    return OnADay(day, holding, count, standings)


def _restated(holding: Holding, since: date, splits: Sequence[StockSplit]) -> Holding:
    """The holding in the shares after the splits that followed its day; fractions are dropped."""
    ratio = combined(split.ratio for split in splits if split.on > since)

    def after(shares: int | None) -> int | None:
        return None if shares is None else ratio.shares(shares)

    return holding._replace(
        held=after(holding.held),
        acquirable=after(holding.acquirable),
        within_60_days=after(holding.within_60_days),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
