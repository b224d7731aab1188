"""Charts of outstanding warrants: bars by exercise price and by last day of exercise."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, cents
from neoequity.books.templatetags import books as figures

# With more bars than this, neighbours are merged into bands.
_MOST_BARS = 12
_ROW_HEIGHT = 44


class Outstanding(NamedTuple):
    """One warrant with shares outstanding, at its price of the day."""

    shares: int
    price: Decimal
    expires_on: date


class Bar(NamedTuple):
    """A bar and its row in the table; `width` in percent of the longest bar, `y` in pixels."""

    label: str
    warrants: int
    shares: int
    cash: Decimal
    width: Decimal
    y: int


class Chart(NamedTuple):
    """Bars under a heading."""

    name: str
    heading: str
    column: str
    bars: list[Bar]

    @property
    def height(self) -> int:
        """In pixels."""
        return len(self.bars) * _ROW_HEIGHT

    @property
    def shares(self) -> int:
        """All shares of the bars."""
        return sum(bar.shares for bar in self.bars)

    @property
    def cash(self) -> Decimal:
        """Proceeds to the issuer if all of them were exercised for cash."""
        return sum((bar.cash for bar in self.bars), ZERO)

    @property
    def warrants(self) -> int:
        """The number of warrants in all bars."""
        return sum(bar.warrants for bar in self.bars)


# Gives the sort key of a bar and its label.
Group = Callable[[Outstanding], tuple[Decimal | date | int, str]]


def by_price(rows: Sequence[Outstanding]) -> Chart:
    """A bar for each exercise price, or for each dollar or ten dollars where there are many."""
    groups: list[Group] = [
        lambda row: (row.price, figures.price(row.price)),
        lambda row: _band(row.price, 1),
        lambda row: _band(row.price, 10),
    ]
    return Chart("price", "By exercise price", "Exercise price", _bars(rows, groups))


def by_expiry(rows: Sequence[Outstanding]) -> Chart:
    """A bar for each last day of exercise, or for each month or year where there are many."""
    groups: list[Group] = [
        lambda row: (row.expires_on, figures.day(row.expires_on)),
        lambda row: (row.expires_on.replace(day=1), f"{row.expires_on:%B %Y}"),
        lambda row: (row.expires_on.year, f"{row.expires_on.year}"),
    ]
    return Chart("expiry", "By last day of exercise", "Exercisable until", _bars(rows, groups))


def _band(price: Decimal, step: int) -> tuple[Decimal, str]:
    low = price // step * step
    return low, f"${low:,.0f} to below ${low + step:,.0f}"


def _bars(rows: Sequence[Outstanding], groups: Iterable[Group]) -> list[Bar]:
    grouped: dict[tuple[Decimal | date | int, str], list[Outstanding]] = {}
    for group in groups:
        grouped = defaultdict(list)
        for row in rows:
            grouped[group(row)].append(row)
        if len(grouped) <= _MOST_BARS:
            break
    sums = {key: sum(row.shares for row in group) for key, group in grouped.items()}
    longest = max(sums.values(), default=1)
    return [
        Bar(
            label=key[1],
            warrants=len(grouped[key]),
            shares=sums[key],
            cash=sum((cents(row.shares * row.price) for row in grouped[key]), ZERO),
            width=(Decimal(100) * sums[key] / longest).quantize(Decimal("0.01")),
            y=position * _ROW_HEIGHT,
        )
        for position, key in enumerate(sorted(grouped))
    ]
