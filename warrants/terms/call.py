"""The exercise price of the Class B Warrants after a call notice, with its calculation (p. S-7)."""

from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import cents
from warrants.terms.grant import to_exercise_step


class CallTerms(NamedTuple):
    """`cap`, `threshold` and `floor` in dollars per share, the cap already adjusted for splits."""

    cap: Decimal
    rate: Decimal
    low_rate: Decimal
    threshold: Decimal
    floor: Decimal


class CallPrice(NamedTuple):
    """The price and its calculation: the rate that applies, rate times bid, and the cap."""

    rate: Decimal
    product: Decimal
    cap: Decimal
    price: Decimal
    below_floor: bool

    @property
    def capped(self) -> bool:
        """Whether the cap, not the bid, sets the price."""
        return self.product > self.cap


def call_price(closing_bid: Decimal, market_price: Decimal, terms: CallTerms) -> CallPrice:
    """The lesser of the cap and 97% of the bid, or 95% below the threshold (p. S-7).

    Four decimals, half-up. Below the floor ($2.00) the issuer may be unable to call (p. S-4).
    """
    rate = terms.low_rate if market_price < terms.threshold else terms.rate
    product = to_exercise_step(rate * closing_bid)
    return CallPrice(rate, product, terms.cap, min(product, terms.cap), market_price < terms.floor)


class Proceeds(NamedTuple):
    """What the issuer receives if `part` of the outstanding warrants is exercised."""

    part: Decimal
    shares: int
    cash: Decimal


def what_if(outstanding: int, price: Decimal) -> list[Proceeds]:
    """Proceeds in dollars if all, half and none of the outstanding warrants are exercised."""
    return [
        Proceeds(part, shares := int(part * outstanding), cents(shares * price))
        for part in (Decimal(1), Decimal("0.5"), Decimal(0))
    ]
