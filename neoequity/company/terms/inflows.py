"""The money that may come in, as dated receipts: programme, Class B, debentures, milestones."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.calendar import (
    NO_EXCEPTIONS,
    Exceptions,
    is_trading_day,
    settlement_date,
)
from neoequity.books.money import cents, dollars, gross_of, per_share
from neoequity.books.refusal import cite
from neoequity.company.terms.conversion import NotAvailable
from neoequity.company.terms.milestones import Milestone
from placements.terms.fees import FeeSchedule
from warrants.terms.call import CallTerms, call_price


class Receipt(NamedTuple):
    """Dollars that come in on a day, to the cent, and what they come from."""

    on: date
    amount: Decimal
    what: str


class Programme(NamedTuple):
    """Selling under an agreement on every trading day from `first` on.

    `price` in dollars per share; `participation` is the fraction of the average daily `volume`
    that is sold; `sold` is the gross sold before, by which the fee schedule and the `capacity`
    continue.
    """

    name: str
    first: date
    price: Decimal
    volume: int
    participation: Decimal
    capacity: Decimal
    sold: Decimal
    fees: FeeSchedule
    settlement_days: int

    @property
    def shares_a_day(self) -> int:
        """Participation x volume, fractions of a share dropped."""
        return int(self.participation * self.volume)


def of_programme(
    programme: Programme, until: date, exceptions: Exceptions = NO_EXCEPTIONS
) -> Iterator[Receipt]:
    """The net of each trading day's sales up to the day `until`, on their settlement date.

    Gross and commission half-up to the cent. On the last day as many shares are sold as still fit
    into the capacity, which one share more would exceed. Raises ValueError for a price of $0 or
    less, and for days outside the calendar.
    """
    if programme.price <= 0:
        raise ValueError("Shares are sold at a price of more than $0.")
    sold, day = programme.sold, programme.first
    while day <= until:
        fitting = max(int((programme.capacity - sold) // programme.price), 0)
        shares = min(programme.shares_a_day, fitting)
        if not shares:
            return
        if is_trading_day(day, exceptions):
            gross = gross_of(shares, programme.price)
            net = gross - programme.fees.commission_between(sold, sold + gross)
            sold += gross
            settles = settlement_date(day, programme.settlement_days, exceptions)
            yield Receipt(settles, net, programme.name)
        day += timedelta(days=1)


def of_class_b(
    on: date, shares: int, bid: Decimal, market_price: Decimal, terms: CallTerms
) -> Receipt | NotAvailable:
    """Shares x the call price of the Class B Warrants, on the day of their exercise (p. S-7).

    Below $2.00 the issuer may be unable to use them (p. S-4): then nothing is counted on.
    """
    price = call_price(bid, market_price, terms)
    if price.below_floor:
        return NotAvailable(
            f"At a market price of {per_share(market_price)}, below {dollars(terms.floor)}, the "
            f"Class B Warrants may not be usable as a source of cash{cite('p. S-4')}."
        )
    return Receipt(on, gross_of(shares, price.price), "Class B Warrants")


def of_debentures(on: date, principal: Decimal) -> Receipt:
    """The principal of debentures sold at par, in dollars, on the day of issue (p. S-4)."""
    return Receipt(on, cents(principal), "Debentures")


def of_milestones(payments: Iterable[Milestone], by: date, *, weighted: bool) -> Iterator[Receipt]:
    """Payments not received by a day, on their expected days, in full or by their probability.

    A payment without an expected day, or with one that has passed, is not counted on.
    """
    for each in payments:
        if each.expected_on and each.expected_on > by and not each.is_received(by):
            amount = each.weighted if weighted else each.amount
            yield Receipt(each.expected_on, amount, each.key)
