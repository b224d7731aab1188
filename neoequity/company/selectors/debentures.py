"""The conversion price of the debentures on chosen days, from recorded market prices (p. S-7)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.company.selectors.quotes import quotes_before, restated
from neoequity.company.terms.conversion import (
    APRIL_2001,
    ConversionPrice,
    Converted,
    InitialPrice,
    NotAvailable,
    conversion_price,
    convert,
    initial_price,
)
from placements.terms.split import StockSplit, price_on


class Conversion(NamedTuple):
    """A debenture issued on one day and converted on another.

    `initial` in the shares of the day of issue, `price` in those of the day of conversion; each is
    a price or the sentence of what is missing. Without a day of conversion `price` is None.
    """

    issued_on: date
    on: date | None
    initial: InitialPrice | NotAvailable
    price: ConversionPrice | NotAvailable | None
    converted: Converted | None

    @property
    def initial_price(self) -> InitialPrice | None:
        """The initial price, if there is one."""
        return self.initial if isinstance(self.initial, InitialPrice) else None

    @property
    def conversion_price(self) -> ConversionPrice | None:
        """The price of converting on the day, if there is one."""
        return self.price if isinstance(self.price, ConversionPrice) else None

    @property
    def missing(self) -> list[str]:
        """What is missing, as sentences."""
        parts = [self.initial, self.price]
        found = [part.sentence for part in parts if isinstance(part, NotAvailable)]
        return list(dict.fromkeys(found))


def conversion(
    issuer: Issuer,
    issued_on: date,
    on: date | None,
    principal: Decimal | None,
    *,
    as_of: date,
    splits: Sequence[StockSplit] = (),
) -> Conversion:
    """The prices by what was recorded for days up to `as_of`; two queries.

    The market value is the closing price. A price missing on one of the days is never guessed.
    """
    exceptions = ExceptionalDay.exceptions()
    days = [day for day in (issued_on, on) if day is not None]
    rows = quotes_before(days, issuer, as_of)
    closes = {day: close for day, close, _ in rows if close is not None}
    initial = initial_price(issued_on, restated(closes, issued_on, splits), APRIL_2001, exceptions)
    price: ConversionPrice | NotAvailable | None = None
    if on is not None and isinstance(initial, NotAvailable):
        price = initial
    elif on is not None and isinstance(initial, InitialPrice):
        bids = {day: bid for day, _, bid in rows if bid is not None}
        price = conversion_price(
            price_on(on, initial.price, issued_on, splits),
            issued_on=issued_on,
            on=on,
            bids=restated(bids, on, splits),
            terms=APRIL_2001,
            exceptions=exceptions,
        )
    converted = None
    if principal is not None and isinstance(price, ConversionPrice):
        converted = convert(principal, price.price)
    return Conversion(issued_on, on, initial, price, converted)
