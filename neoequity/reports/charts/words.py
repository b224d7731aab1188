"""Figures as short as a picture needs them; sentences and tables have them in full."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_UNITS = (
    (Decimal(10) ** 12, "T"),
    (Decimal(10) ** 9, "B"),
    (Decimal(10) ** 6, "M"),
    (Decimal(10) ** 3, "K"),
    (Decimal(1), ""),
)
_THREE_DIGITS = ((Decimal(10), "0.01"), (Decimal(100), "0.1"), (Decimal(1000), "1"))


def short_dollars(amount: Decimal) -> str:
    """Three digits: $3.82M, $74.4K, $0; negatives in parentheses."""
    return _signed(amount, f"${short(abs(amount))}")


def short(number: Decimal | int) -> str:
    """A number of zero or more in three digits: 3.82M, 950K, 12."""
    value = Decimal(number)
    for unit, word in _UNITS:
        if value >= unit * Decimal("0.9995") or unit == 1:
            scaled = value / unit
            step = next((step for limit, step in _THREE_DIGITS if scaled < limit), "1")
            return _plain(scaled.quantize(Decimal(step), ROUND_HALF_UP)) + word
    raise AssertionError("the last unit takes every value")


def axis_dollars(ticks: Sequence[Decimal]) -> list[str]:
    """Dollars at ticks, all in the unit of the largest: $0, $2.5M, $5M."""
    largest = max(abs(tick) for tick in ticks)
    unit, word = next(((u, w) for u, w in _UNITS if largest >= u), _UNITS[-1])
    return [
        "$0" if tick == 0 else _signed(tick, f"${_plain(abs(tick) / unit)}{word}") for tick in ticks
    ]


def axis_prices(ticks: Sequence[Decimal]) -> list[str]:
    """Prices at ticks, with cents, and with as many decimals as tell them apart."""
    decimals = max(2, *(-_exponent(tick) for tick in ticks))
    return [f"${tick:,.{decimals}f}" for tick in ticks]


def tier_rate(rate: Decimal) -> str:
    """A fraction as a percentage with two decimals: 4.00%."""
    return f"{(100 * rate).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def one_decimal(rate: Decimal) -> str:
    """A fraction as a percentage with one decimal, half-up: 15.3%."""
    return f"{(100 * rate).quantize(Decimal('0.1'), ROUND_HALF_UP):,}%"


def _signed(amount: Decimal, text: str) -> str:
    return f"({text})" if amount < 0 else text


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exponent(tick: Decimal) -> int:
    exponent = tick.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
