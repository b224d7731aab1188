"""The conversion price of the debentures under the agreement of Apr 17, 2001 (p. S-7).

Bids and prices are in the shares of the conversion day: who asks restates them across a split.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.books.calendar import NO_EXCEPTIONS, Exceptions, trading_days_before
from neoequity.books.days import written
from neoequity.books.money import cents
from neoequity.books.refusal import cite

_STEP = Decimal("0.0001")


class ConversionTerms(NamedTuple):
    """Rates as fractions (1.20 and 1.01), counts in trading days, `floats_after` calendar days.

    The supplement says "after 90 days from the date of issuance"; the 90th day itself is taken to
    float already, not confirmed.
    """

    initial_rate: Decimal
    initial_days: int
    floating_rate: Decimal
    lowest: int
    bid_days: int
    floats_after: int
    page: str


#: As the agreement of Apr 17, 2001 has them: 120% of five days; 101% of the ten lowest of 30 bids.
APRIL_2001 = ConversionTerms(
    initial_rate=Decimal("1.20"),
    initial_days=5,
    floating_rate=Decimal("1.01"),
    lowest=10,
    bid_days=30,
    floats_after=90,
    page="p. S-7",
)


class NotAvailable(NamedTuple):
    """Why there is no price: a whole sentence."""

    sentence: str


class InitialPrice(NamedTuple):
    """Dollars per share, four decimals half-up, and the average that it is 120% of."""

    price: Decimal
    average: Decimal


class ConversionPrice(NamedTuple):
    """Dollars per share, four decimals half-up, with its calculation.

    `floating` is 101% of the average of the `lowest` bids, and None before the price floats.
    """

    price: Decimal
    initial: Decimal
    floating: Decimal | None
    lowest: tuple[Decimal, ...] = ()


def initial_price(
    issued_on: date,
    values: Mapping[date, Decimal],
    terms: ConversionTerms,
    exceptions: Exceptions = NO_EXCEPTIONS,
) -> InitialPrice | NotAvailable:
    """120% of the average market value of the five trading days before issue, by day."""
    days = list(_trading_days_before(issued_on, terms.initial_days, exceptions))
    missing = _missing(days, values, "market value", issued_on, terms)
    if missing:
        return missing
    total = sum((values[day] for day in days), Decimal(0))
    price = _four_decimals(terms.initial_rate * total / len(days))
    return InitialPrice(price, total / len(days))


def conversion_price(
    initial: Decimal,
    *,
    issued_on: date,
    on: date,
    bids: Mapping[date, Decimal],
    terms: ConversionTerms,
    exceptions: Exceptions = NO_EXCEPTIONS,
) -> ConversionPrice | NotAvailable:
    """The price of converting on a day: the initial one, and once it floats the lesser of both.

    `bids` are closing bids by day. All of the 30 trading days before must have one: a missing bid
    could be among the ten lowest, and is never guessed.
    """
    if on < issued_on:
        return NotAvailable(
            f"The debenture is issued on {written(issued_on)}: it cannot be converted before, on "
            f"{written(on)}{cite(terms.page)}."
        )
    if on < issued_on + timedelta(days=terms.floats_after):
        return ConversionPrice(initial, initial, None)
    days = list(_trading_days_before(on, terms.bid_days, exceptions))
    missing = _missing(days, bids, "closing bid", on, terms)
    if missing:
        return missing
    lowest = tuple(sorted(bids[day] for day in days)[: terms.lowest])
    total = sum(lowest, Decimal(0))
    floating = _four_decimals(terms.floating_rate * total / len(lowest))
    return ConversionPrice(min(initial, floating), initial, floating, lowest)


class Converted(NamedTuple):
    """Whole `shares`, and the dollars of principal that make no whole share."""

    shares: int
    remainder: Decimal


def convert(principal: Decimal, price: Decimal) -> Converted:
    """The shares for a principal in dollars at a price per share; fractions are dropped.

    The remainder is half-up to the cent. Raises ValueError for a price of $0 or less.
    """
    if price <= 0:
        raise ValueError(f"A conversion price must be more than $0; it is {price}.")
    shares = int(principal // price)
    return Converted(shares, cents(principal - shares * price))


def _trading_days_before(day: date, count: int, exceptions: Exceptions) -> Iterator[date]:
    """The trading days before a day, the latest first."""
    for _ in range(count):
        day = trading_days_before(day, 1, exceptions)
        yield day


def _missing(
    days: list[date],
    values: Mapping[date, Decimal],
    what: str,
    before: date,
    terms: ConversionTerms,
) -> NotAvailable | None:
    missing = sorted(day for day in days if values.get(day) is None)
    if not missing:
        return None
    if len(missing) == 1:
        gap = f"The {what} of {written(missing[0])} is missing"
    else:
        gap = (
            f"{len(missing)} {what}s are missing, from {written(missing[0])} to "
            f"{written(missing[-1])}"
        )
    return NotAvailable(
        f"{gap}: the conversion price takes those of the {len(days)} trading days before "
        f"{written(before)}{cite(terms.page)}."
    )


def _four_decimals(price: Decimal) -> Decimal:
    return price.quantize(_STEP, ROUND_HALF_UP)
