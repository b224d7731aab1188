"""The figures of the charts: what is drawn where, in percent of the drawing."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.company.selectors.share_ledger import Ledger

_STEP, _HUNDRED = Decimal("0.001"), Decimal(100)
_BAR = 44  # the height of one bar with its label
_LEAST = Decimal("0.3")  # so that a small source is seen
_WIDE, _HIGH = 1000, 220  # of a line, in the units of its drawing


class Bar(NamedTuple):
    """One source on the count before it; `start` and `width` in percent, `y` in pixels."""

    label: str
    shares: int
    start: Decimal
    width: Decimal
    y: int


class Part(NamedTuple):
    """A part of the authorized shares; `number` is the pattern that fills it."""

    word: str
    shares: int
    percent: Decimal
    start: Decimal
    width: Decimal
    number: int


class Line(NamedTuple):
    """Prices as the points of a polyline, and at which height the `minimum` is drawn."""

    points: Sequence[str]
    minimum_y: Decimal | None
    lowest: Decimal
    highest: Decimal
    first: date
    last: date


def stacked_bars(ledger: Ledger) -> list[Bar]:
    """The shares outstanding, then each source on top of those before it."""
    count = ledger.books.outstanding
    if count is None or not ledger.layers:
        return []
    everything = ledger.layers[-1].total
    bars = [_bar("Outstanding", count, count, everything, 0)]
    for place, layer in enumerate(ledger.layers, 1):
        bars.append(_bar(layer.name, layer.shares, layer.total, everything, place))
    return bars


def authorized_parts(ledger: Ledger) -> list[Part]:
    """Outstanding | sold and earned | options and warrants | left, of the authorized shares."""
    books, left = ledger.books, ledger.books.headroom.left
    if not books.authorized or left is None:
        return []
    counts = (
        ("Outstanding", books.outstanding or 0),
        ("Sold or earned, not issued", books.unsettled + books.overhang.unissued),
        ("Options and warrants", books.overhang.held or 0),
        ("Left", left),
    )
    parts, start = [], Decimal(0)
    for number, (word, shares) in enumerate(counts, 1):
        exact = _HUNDRED * shares / books.authorized
        width = max(Decimal(0), min(exact, _HUNDRED - start)).quantize(_STEP)
        parts.append(Part(word, shares, exact.quantize(Decimal("0.1")), start, width, number))
        start += width
    return parts


def line_of(prices: Sequence[tuple[date, Decimal]], minimum: Decimal | None) -> Line | None:
    """Closing prices in order as a line; None where there are fewer than two."""
    if len(prices) < 2:
        return None
    drawn = [price for _, price in prices] + ([] if minimum is None else [minimum])
    lowest, highest = min(drawn), max(drawn)
    room = (highest - lowest) or Decimal(1)

    def height(price: Decimal) -> Decimal:
        return (_HIGH * (highest - price) / room).quantize(Decimal("0.1"))

    return Line(
        points=[
            f"{Decimal(_WIDE * place) / (len(prices) - 1):.1f},{height(price)}"
            for place, (_, price) in enumerate(prices)
        ],
        minimum_y=None if minimum is None else height(minimum),
        lowest=min(price for _, price in prices),
        highest=max(price for _, price in prices),
        first=prices[0][0],
        last=prices[-1][0],
    )


def height_of(bars: Iterable[Bar]) -> int:
    """The height of a drawing of bars."""
    return _BAR * len(list(bars))


def _bar(label: str, shares: int, total: int, everything: int, place: int) -> Bar:
    start = (_HUNDRED * (total - shares) / everything).quantize(_STEP)
    width = (_HUNDRED * shares / everything).quantize(_STEP)
    return Bar(label, shares, min(start, _HUNDRED - _LEAST), max(width, _LEAST), _BAR * place)
