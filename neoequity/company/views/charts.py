"""The figures of the charts: what is drawn where, in percent of the drawing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.company.selectors.share_ledger import Ledger

_STEP, _HUNDRED = Decimal("0.001"), Decimal(100)
_WIDE, _HIGH = 1000, 220  # of a line, in the units of its drawing


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
