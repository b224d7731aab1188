"""What agreements sold and issued in any span of days, in the shares of one day; plain Python.

Sold counts by trade date. Issued counts by the day of delivery what stood on that day; the payment
of an adjustment's commission is its delivery. A reversal takes back on its own day: what is sold,
by the figures that it was posted with, and what is issued, exactly what had been issued.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from neoequity.books.money import ZERO
from neoequity.books.money import average_price as average
from neoequity.reports.spans import Span
from placements.terms.split import StockSplit, shares_on

SALE, REVERSAL, ADJUSTMENT = "sale", "reversal", "adjustment"

_DAY = timedelta(days=1)


class Figures(NamedTuple):
    """Shares, and dollars; gross less commission and deductions is net."""

    shares: int = 0
    gross: Decimal = ZERO
    commission: Decimal = ZERO
    deductions: Decimal = ZERO
    net: Decimal = ZERO

    @property
    def average_price(self) -> Decimal | None:
        """Gross / shares, six decimals; None where reversals leave no price that was paid.

        Where they take back more than was sold, both are negative and their quotient is none.
        """
        price = average(self.gross, self.shares) if self.shares > 0 else None
        return price if price and price > 0 else None

    def plus(self, other: "Figures") -> "Figures":
        """The sum, figure by figure."""
        return Figures(
            self.shares + other.shares,
            self.gross + other.gross,
            self.commission + other.commission,
            self.deductions + other.deductions,
            self.net + other.net,
        )

    def less(self, other: "Figures") -> "Figures":
        """The difference, figure by figure."""
        shares, gross, commission, deductions, net = other
        return self.plus(Figures(-shares, -gross, -commission, -deductions, -net))


class Booked(NamedTuple):
    """Entries of one kind, traded, delivered and reversed on the same days, added up.

    `shares` are as traded. The figures of reversals are negative, with the day on which they took
    effect as `traded_on`; the sales that they reverse have that day as `reversed_on`.
    """

    kind: str
    method: str
    traded_on: date
    delivered_on: date | None
    reversed_on: date | None
    figures: Figures

    def stands(self, day: date) -> bool:
        """Whether it was made by the day and not reversed by then."""
        return self.traded_on <= day and (self.reversed_on is None or day < self.reversed_on)

    def is_issued(self, day: date) -> bool:
        """Whether it was delivered by the day."""
        return self.delivered_on is not None and self.delivered_on <= day


class Change(NamedTuple):
    """What a day added: dollars, and shares as they were traded on another day."""

    on: date
    traded_on: date
    figures: Figures


def sold_changes(rows: Iterable[Booked]) -> Iterator[Change]:
    """What the rows sold on each trade date, and what reversals took back on their own.

    A reversal takes back shares as traded by the day of its sale.
    """
    for row in rows:
        if row.kind == REVERSAL:
            yield Change(row.traded_on, row.traded_on, row.figures._replace(shares=0))
        else:
            yield Change(row.traded_on, row.traded_on, row.figures)
            if row.reversed_on is not None:
                yield Change(row.reversed_on, row.traded_on, Figures(-row.figures.shares))


def issued_changes(rows: Iterable[Booked]) -> Iterator[Change]:
    """What was issued on each day of delivery, and what reversals took back of it.

    A sale that was reversed by the day of its delivery changed nothing.
    """
    for row in rows:
        if row.delivered_on is not None and row.stands(row.delivered_on):
            yield Change(row.delivered_on, row.traded_on, row.figures)
            if row.reversed_on is not None:
                yield Change(row.reversed_on, row.traded_on, Figures().less(row.figures))


class Account:
    """Changes, added up over any span of days in the shares of the day `as_of`."""

    def __init__(
        self, changes: Iterable[Change], as_of: date, splits: Sequence[StockSplit]
    ) -> None:
        self._changes = sorted(changes, key=attrgetter("on"))
        self._days = [change.on for change in self._changes]
        self._as_of, self._splits = as_of, splits
        # Dollars are added up once, however many spans are asked for.
        self._sums = _running(change.figures for change in self._changes)
        self.until = cache(self._until)

    def _until(self, day: date) -> Figures:
        """Everything up to the day."""
        number = bisect_right(self._days, day)
        traded = [(each.traded_on, each.figures.shares) for each in self._changes[:number]]
        return self._sums[number]._replace(shares=shares_on(self._as_of, traded, self._splits))

    def within(self, span: Span) -> Figures:
        """What the span added: up to its last day, less up to the day before its first.

        So spans that follow each other add up to the total, also where splits drop fractions.
        """
        return self.until(span.until).less(self.until(span.since - _DAY))


class Book:
    """What one agreement sold and issued, in the shares of the day `as_of`."""

    def __init__(
        self, rows: Sequence[Booked], as_of: date, splits: Sequence[StockSplit] = ()
    ) -> None:
        self.as_of, self.splits, self._rows = as_of, splits, rows
        self.sold = Account(sold_changes(rows), as_of, splits)
        self.issued = Account(issued_changes(rows), as_of, splits)

    def waiting(self, span: Span) -> Figures:
        """What was sold in the span, stands on its last day and is issued after it."""
        found = [
            row
            for row in self._rows
            if row.kind != REVERSAL
            and row.traded_on in span
            and row.stands(span.until)
            and not row.is_issued(span.until)
        ]
        traded = [(row.traded_on, row.figures.shares) for row in found]
        total = _running(row.figures for row in found)[-1]
        return total._replace(shares=shares_on(self.as_of, traded, self.splits))

    def methods(self, span: Span) -> list[str]:
        """The methods of the sales of the span that stand, in the order of the alphabet."""
        return sorted(
            {
                row.method
                for row in self._rows
                if row.kind == SALE and row.traded_on in span and row.stands(self.as_of)
            }
        )

    def takes_back(self, span: Span) -> bool:
        """Whether a reversal of the span takes back a sale from before it."""
        return any(
            row.traded_on < span.since and row.reversed_on in span
            for row in self._rows
            if row.kind == SALE
        )

    @property
    def last_trade_on(self) -> date | None:
        """The last day on which it sold something that stands."""
        return max(
            (row.traded_on for row in self._rows if row.kind == SALE and row.stands(self.as_of)),
            default=None,
        )


def _running(figures: Iterable[Figures]) -> list[Figures]:
    """The sum before each of them, and of all."""
    return list(accumulate(figures, Figures.plus, initial=Figures()))
