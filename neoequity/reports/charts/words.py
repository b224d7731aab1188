"""Figures as short as a picture needs them; sentences and tables have them in full."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from neoequity.books.money import dollars

_UNITS = (
    (Decimal(10) ** 12, "T"),
    (Decimal(10) ** 9, "B"),
    (Decimal(10) ** 6, "M"),
    (Decimal(10) ** 3, "K"),
    (Decimal(1), ""),
)
_ROUNDS_UP = Decimal("0.9995")  # 999,500 is $1M


def short_dollars(amount: Decimal, digits: int = 3) -> str:
    """Three digits, or fewer for what is below $100 of its unit: $3.82M, $74.4K, $980K, $0.

    Negatives are in parentheses.
    """
    value = abs(amount)
    unit, word = next(
        ((unit, word) for unit, word in _UNITS if value >= unit * _ROUNDS_UP), _UNITS[-1]
    )
    scaled = value / unit
    whole = len(str(int(scaled)))
    step = Decimal(1).scaleb(min(0, whole - digits))
    return _signed(amount, f"${_plain(scaled.quantize(step, ROUND_HALF_UP))}{word}")


def whole_dollars(amount: Decimal) -> str:
    """Dollars in full, without cents where there are none: $25,000,000."""
    return dollars(amount).replace(".00", "")


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
