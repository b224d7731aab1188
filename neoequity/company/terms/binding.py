"""Which limit binds first: the most shares that all limits allow at a price, and what stops more.

Prices are dollars per share with up to six decimals; gross is shares x price, half-up to the cent.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from neoequity.books.money import CENT, PRICE_STEP, ZERO, gross_of

_HALF_A_CENT = Fraction(1, 200)
_STEPS = int(1 / PRICE_STEP)


class DollarLimit(NamedTuple):
    """At most `amount` dollars of gross; None if the amount is not available."""

    name: str
    amount: Decimal | None

    @property
    def whole_cents(self) -> Decimal | None:
        """The amount without fractions of a cent; $0 for a negative one."""
        return None if self.amount is None else max(self.amount.quantize(CENT, ROUND_FLOOR), ZERO)

    def most(self, price: Decimal) -> int | None:
        """The most shares whose gross at this price stays within the amount; None if unknown."""
        amount = self.whole_cents
        if not amount:
            return None if amount is None else 0  # a gross that rounds to $0 is no sale
        return ceil((Fraction(amount) + _HALF_A_CENT) / Fraction(price)) - 1

    def applies(self, price: Decimal) -> bool:
        """A limit in dollars holds at every price."""
        return price > 0


class ShareLimit(NamedTuple):
    """At most `shares`, at prices under `below` dollars or, if that is None, at every price.

    A minimum price is a limit of 0 shares below it. `shares` is None if not available.
    """

    name: str
    shares: int | None
    below: Decimal | None = None

    def most(self, price: Decimal) -> int | None:
        """The most shares, the same at every price at which the limit applies."""
        return None if self.shares is None else max(self.shares, 0)

    def applies(self, price: Decimal) -> bool:
        """Whether the limit holds at this price."""
        return self.below is None or price < self.below


Limit = DollarLimit | ShareLimit


class Binding(NamedTuple):
    """The most `shares` at a `price`, their gross in `dollars`, and the limits that bind there.

    `names` are all limits that allow no more than `shares`, in the order given; `unknown` those
    whose figure is not available, which may allow less. Without any known limit `shares` and
    `dollars` are None.
    """

    price: Decimal
    shares: int | None
    dollars: Decimal | None
    names: tuple[str, ...]
    unknown: tuple[str, ...]


class Break(NamedTuple):
    """The last price, to six decimals, at which `until` bind first; above it `beyond` do.

    Limits in shares go before those in dollars where rounding to whole shares ties them, and of
    those in dollars the smallest amount counts.
    """

    price: Decimal
    until: tuple[str, ...]
    beyond: tuple[str, ...]


def binding(limits: Sequence[Limit], price: Decimal) -> Binding:
    """What the limits allow at a price. Raises ValueError for a price of $0 or less."""
    if price <= 0:
        raise ValueError(f"The price must be more than $0; it is {price}.")
    allowed = [(limit.name, limit.most(price)) for limit in limits if limit.applies(price)]
    unknown = tuple(name for name, most in allowed if most is None)
    shares = min((most for _, most in allowed if most is not None), default=None)
    if shares is None:
        return Binding(price, None, None, (), unknown)
    names = tuple(name for name, most in allowed if most == shares)
    return Binding(price, shares, gross_of(shares, price), names, unknown)


def table(limits: Sequence[Limit], prices: Iterable[Decimal]) -> list[Binding]:
    """The same for each of the prices, in their order."""
    return [binding(limits, price) for price in prices]


def governing(limits: Sequence[Limit], price: Decimal) -> tuple[str, ...]:
    """The limits that bind first at a price, apart from ties that come of whole shares.

    The smallest limit in shares, unless a limit in dollars allows fewer; then the smallest amount.
    """
    by_shares = [limit for limit in limits if isinstance(limit, ShareLimit)]
    by_dollars = _smallest_amounts(limits)
    shares, dollars = binding(by_shares, price), binding(by_dollars, price)
    if shares.shares is None:
        return dollars.names
    if dollars.shares is not None and dollars.shares < shares.shares:
        return dollars.names
    return shares.names


def breaks(limits: Sequence[Limit]) -> list[Break]:
    """The exact prices at which another limit begins to bind first, from the lowest up.

    A limit in shares gives way to one in dollars above the last price at which that many shares
    still fit into the dollars; a limit that applies below a price gives way at that price.
    """
    found = []
    for price in sorted(set(_turns(limits))):
        until, beyond = governing(limits, price), governing(limits, price + PRICE_STEP)
        if until != beyond:
            found.append(Break(price, until, beyond))
    return found


def _smallest_amounts(limits: Iterable[Limit]) -> list[DollarLimit]:
    known = [
        (limit, amount)
        for limit in limits
        if isinstance(limit, DollarLimit) and (amount := limit.whole_cents) is not None
    ]
    least = min((amount for _, amount in known), default=None)
    return [limit for limit, amount in known if amount == least]


def _turns(limits: Iterable[Limit]) -> Iterator[Decimal]:
    """Every price at which another limit could begin to bind: the last one before it does."""
    limits = list(limits)
    amount = next((limit.whole_cents for limit in _smallest_amounts(limits)), None)
    for limit in limits:
        if isinstance(limit, ShareLimit):
            if limit.below is not None:
                yield from _price(ceil(Fraction(limit.below) * _STEPS) - 1)
            if limit.shares is not None and limit.shares > 0 and amount is not None:
                # The last price at which the gross of so many shares fits into the amount.
                most = (Fraction(amount) + _HALF_A_CENT) / limit.shares
                yield from _price(ceil(most * _STEPS) - 1)


def _price(steps: int) -> Iterator[Decimal]:
    if steps > 0:
        yield steps * PRICE_STEP
