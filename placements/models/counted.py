"""What placements offer and have sold, in the shares of any day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from placements.models.placement import Placement
from placements.models.sale_aggregate import SaleAggregate
from placements.models.split import Split
from placements.terms.capacity import reservation
from placements.terms.lifecycle import PlacementState
from placements.terms.split import StockSplit, Traded, is_oversold, price_on, room, shares_on


def standing_trades(placements: Collection[int]) -> dict[int, list[Traded]]:
    """Shares of standing sales by trade date, by the key of the placement.

    One query over aggregates: one row per day, however many sales there are.
    """
    return by_placement(trades_under(placements)) if placements else {}


def trades_under(placements: Collection[int]) -> QuerySet[SaleAggregate, Any]:
    """The question for the shares of standing sales by trade date, for `by_placement`."""
    aggregates = SaleAggregate.objects.filter(
        placement__in=placements, settlement_date__isnull=False, reversed_on=None
    )
    by_day = aggregates.order_by().values_list("placement_id", "trade_date")
    return by_day.annotate(shares_sum=Sum("shares"))


def by_placement(trades: Iterable[Any]) -> dict[int, list[Traded]]:
    """Shares by trade date, by the key of the placement, from rows of `trades_under`."""
    sold: dict[int, list[Traded]] = defaultdict(list)
    for placement, day, shares in trades:
        sold[placement].append((day, shares))
    return sold


class Counted:
    """A placement and its standing sales, restated after its issuer's `splits`.

    Its terms are in the shares of the day it was proposed; a draft, agreed with no one, is in those
    of whatever day is asked for. Without a split, the current total is enough.
    """

    def __init__(
        self, placement: Placement, splits: Sequence[StockSplit], sold: Iterable[Traded] = ()
    ) -> None:
        self.placement = placement
        self.splits = splits if placement.proposed_on else ()
        self._as_agreed = placement.state()
        self._since = placement.proposed_on or date.min
        # What was traded between two splits is one sum, dated on the first split.
        self._sold: Counter[date] = Counter()
        if not self.splits:
            self._sold[date.min] = placement.shares_sold
        else:
            for day, shares in sold:
                self.enter(day, shares)

    def enter(self, day: date, shares: int) -> None:
        """Count a booked sale."""
        since = (split.on for split in reversed(self.splits) if split.on <= day)
        self._sold[next(since, date.min)] += shares

    @property
    def _offer(self) -> Traded:
        return self._since, self.placement.shares_offered

    def offered(self, day: date) -> int:
        """Shares offered, in the shares of the day."""
        return shares_on(max(day, self._since), [self._offer], self.splits)

    def minimum(self, day: date) -> Decimal | None:
        """Its minimum price in dollars per share, in the shares of the day."""
        return self._price(self.placement.minimum_price, day)

    def expected(self, day: date) -> Decimal | None:
        """Its expected price in dollars per share, in the shares of the day."""
        return self._price(self.placement.expected_price, day)

    def _price(self, price: Decimal | None, day: date) -> Decimal | None:
        return price and price_on(day, price, self._since, self.splits)

    def room(self, day: date) -> int:
        """Shares that can still be sold with this trade date, in the shares of the day."""
        return room(max(day, self._since), self._offer, list(self._sold.items()), self.splits)

    def is_oversold(self) -> bool:
        """Whether more was sold than offered, before any split or after the last."""
        return is_oversold(self._offer, list(self._sold.items()), self.splits)

    def left(self) -> int:
        """Shares left now, in today's shares; never negative."""
        return max(self.room(date.max), 0)

    def reserves(self) -> Decimal:
        """Dollars of capacity that its unsold shares reserve while it is open."""
        return reservation(self.left(), self.minimum(date.max), self.expected(date.max))

    def state(self, day: date) -> PlacementState:
        """The state that a sale traded on a day must fit, all in the shares of that day.

        `shares_sold` includes the shares for which later sales and splits leave no room.
        """
        if not self.splits:
            return self._as_agreed._replace(shares_sold=self._sold[date.min])
        offered = self.offered(day)
        return self._as_agreed._replace(
            shares_offered=offered,
            shares_sold=offered - self.room(day),
            minimum_price=self.minimum(day),
        )


def counted(placements: Iterable[Placement]) -> dict[int, Counted]:
    """These placements by their keys; two queries, none over aggregates where nothing was split.

    Reads the agreement of each, so join it.
    """
    rows = list(placements)
    splits = Split.by_issuer(issuers={row.agreement.issuer_id for row in rows})
    sold = standing_trades([row.pk for row in rows if row.agreement.issuer_id in splits])
    return restated(rows, splits, sold)


def restated(
    placements: Iterable[Placement],
    splits: Mapping[int, Sequence[StockSplit]],
    sold: Mapping[int, Iterable[Traded]],
) -> dict[int, Counted]:
    """The same from splits by issuer and, where there are any, from trades by placement."""
    return {
        row.pk: Counted(row, splits.get(row.agreement.issuer_id, ()), sold.get(row.pk, ()))
        for row in placements
    }


def reserved(placements: Iterable[Placement]) -> Decimal:
    """Dollars of capacity that these open placements reserve together."""
    return sum((each.reserves() for each in counted(placements).values()), Decimal("0.00"))
