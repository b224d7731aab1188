"""Money, prices and share counts: exact decimals, rounding half-up, strict reading of text."""

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
PRICE_STEP = Decimal("0.000001")
MOST_DECIMALS = 6
HALF_A_CENT = Decimal("0.005")

# The database keeps money as numeric(18,2), prices as numeric(14,6) and shares below 10^12.
_MONEY = re.compile(r"[0-9]{1,16}(\.[0-9]{1,2})?", re.ASCII)
_NOTHING = re.compile(r"0+(\.0{1,2})?", re.ASCII)
_PRICE = re.compile(r"[0-9]{1,8}(\.[0-9]{1,6})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,12}", re.ASCII)


def cents(amount: Decimal) -> Decimal:
    """`amount` in dollars, rounded half-up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def gross_of(shares: int, price: Decimal) -> Decimal:
    """Shares x price in dollars, half-up to the cent."""
    return cents(shares * price)


def average_price(gross: Decimal, shares: int) -> Decimal | None:
    """Gross / shares in dollars per share, six decimals half-up; None when nothing was sold."""
    return (gross / shares).quantize(PRICE_STEP, ROUND_HALF_UP) if shares else None


def decimals_of(price: Decimal) -> int:
    """How many decimals a price was written with, 0 to 6: 4 for 4.0300."""
    exponent = price.as_tuple().exponent
    return min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0


def half_a_step(decimals: int) -> Decimal:
    """Half a unit of a price's last written decimal, at most half a cent, in dollars."""
    return HALF_A_CENT.scaleb(2 - max(decimals, 2))


def tolerance(shares: int, price: Decimal) -> Decimal:
    """Dollars by which a stated gross may differ from shares x price, as the price was rounded.

    Half a unit of the price's last written decimal per share; at least half a cent in total.
    """
    return max(HALF_A_CENT, half_a_step(decimals_of(price)) * abs(shares))


def fits(gross: Decimal, shares: int, price: Decimal) -> bool:
    """Whether a stated gross agrees with shares x price to the price's written precision."""
    return abs(gross - shares * price) <= tolerance(shares, price)


def parse_money(text: str) -> Decimal:
    """Dollars above zero with at most two decimals, in plain digits: 3822967.00.

    Raises ValueError with the end of a sentence ("must be …") for anything else.
    """
    return _positive(text, _MONEY, "an amount in dollars with at most two decimals")


def parse_money_from_zero(text: str) -> Decimal:
    """The same, or zero."""
    return ZERO if _NOTHING.fullmatch(text) else parse_money(text)


def parse_price(text: str) -> Decimal:
    """Dollars per share above zero with at most six decimals, in plain digits: 4.0254.

    The number keeps its written decimals, four in 4.0300: see `decimals_of`. Raises ValueError as
    `parse_money` does.
    """
    return _positive(text, _PRICE, "a price in dollars with at most six decimals")


def parse_shares(text: str) -> int:
    """A whole number of shares above zero, in plain digits: 949710. Raises as `parse_money`."""
    return int(_positive(text, _WHOLE, "a whole number"))


def _positive(text: str, pattern: re.Pattern[str], what: str) -> Decimal:
    if not pattern.fullmatch(text):
        raise ValueError(f"must be {what}, in plain digits such as {_example(pattern)}")
    number = Decimal(text)
    if not number:
        raise ValueError("must be more than zero")
    return number


def _example(pattern: re.Pattern[str]) -> str:
    return {_MONEY: "3822967.00", _PRICE: "4.0254", _WHOLE: "949710"}[pattern]


def dollars(amount: Decimal) -> str:
    """As written in sentences: $3,822,967.00; negatives in parentheses."""
    text = f"${abs(amount):,.2f}"
    return f"({text})" if amount < 0 else text


def exact_dollars(amount: Decimal) -> str:
    """Dollars with all their decimals, at least two: $5.00, $0.0355."""
    whole, _, decimals = f"{amount:,f}".partition(".")
    return f"${whole}.{decimals.rstrip('0'):0<2}"


def percent(rate: Decimal) -> str:
    """A fraction as a percentage: 0.035 is 3.50%, with more decimals if it has them."""
    hundredths = (100 * rate).quantize(Decimal("0.0001"))
    return f"{hundredths:,.4f}".removesuffix("00") + "%"


def per_share(price: Decimal) -> str:
    """A price as written in sentences: $4.0254, with six decimals where four lose some."""
    rounded = price.quantize(PRICE_STEP, ROUND_HALF_UP)
    return f"${rounded:,.6f}".removesuffix("00")


def of_shares(count: int) -> str:
    """A number of shares as written in sentences: 1 share, 949,710 shares."""
    return f"{count:,} share{'' if count == 1 else 's'}"
