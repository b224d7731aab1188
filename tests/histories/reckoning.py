"""A small calculation of its own: what the books must say of a history, as of a day.

It knows nothing of the product. Facts are plain values; everything is counted anew for each day.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

Tiers = Sequence[tuple[str, str]]


class Sold(NamedTuple):
    """A sale, the day on which it was delivered, and the one from which it is reversed."""

    name: str
    traded: date
    shares: int
    price: Decimal
    deductions: Decimal
    delivered_on: date | None
    reversed_on: date | None

    @property
    def gross(self) -> Decimal:
        return _cents(self.shares * self.price)

    def stands(self, by: date) -> bool:
        return self.traded <= by and (self.reversed_on is None or by < self.reversed_on)


class Split(NamedTuple):
    """`new` shares for `old` ones from a day on."""

    on: date
    new: int
    old: int


class History(NamedTuple):
    """One placement of one agreement: what was offered at which minimum, and what became of it.

    `amended` are the tiers of sales traded from a day on.
    """

    offered: int
    minimum: Decimal
    tiers: Tiers
    amended: tuple[date, Tiers] | None
    sales: Sequence[Sold]
    split: Split | None


class Figures(NamedTuple):
    """As of a day: dollars, and shares in the shares of the day."""

    gross: Decimal
    commission: Decimal
    deductions: Decimal
    settled: Decimal
    shares: int
    reserved: Decimal


def figures(history: History, by: date) -> Figures:
    """What the books must say as of the day."""
    standing = sorted(
        (sale for sale in history.sales if sale.stands(by)), key=lambda sale: sale.traded
    )
    ratio = history.split if history.split and history.split.on <= by else None
    before = sum(sale.shares for sale in standing if ratio and sale.traded < ratio.on)
    after = sum(sale.shares for sale in standing if not ratio or sale.traded >= ratio.on)
    offered, minimum = history.offered, history.minimum
    if ratio:
        before = before * ratio.new // ratio.old
        offered = offered * ratio.new // ratio.old
        minimum = (minimum * ratio.old / ratio.new).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    shares = before + after
    return Figures(
        gross=sum((sale.gross for sale in standing), Decimal(0)),
        commission=_commission(history, standing),
        deductions=sum((sale.deductions for sale in standing), Decimal(0)),
        settled=sum(
            (s.gross for s in standing if s.delivered_on and s.delivered_on <= by), Decimal(0)
        ),
        shares=shares,
        reserved=_cents(max(offered - shares, 0) * minimum),
    )


def _commission(history: History, standing: Sequence[Sold]) -> Decimal:
    total = before = Decimal(0)
    for sale in standing:
        tiers = history.tiers
        if history.amended and sale.traded >= history.amended[0]:
            tiers = history.amended[1]
        total += _cost(tiers, before + sale.gross) - _cost(tiers, before)
        before += sale.gross
    return total


def _cost(tiers: Tiers, gross: Decimal) -> Decimal:
    ends = [*(Decimal(above) for above, _ in tiers[1:]), gross]
    parts = (
        max(min(gross, end) - Decimal(above), Decimal(0)) * Decimal(rate)
        for (above, rate), end in zip(tiers, ends, strict=True)
    )
    return _cents(sum(parts, Decimal(0)))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
