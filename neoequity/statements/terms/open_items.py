"""Our side of a statement: what agent, transfer agent and bank should say of what is posted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.statements.terms.entry import Entry, Quantity
from placements.terms.split import StockSplit, shares_on


class Posted(NamedTuple):
    """A posted sale, its reversal with figures negated, or an adjustment of commission.

    `due_on` is the day on which it settles: the settlement date or, for the transfer agent after a
    failed delivery, the new day; a reversal and an adjustment have their own day. `reference` is
    the agent's, on a reversal that of its sale. `shares` as traded; `net` in dollars.
    """

    agreement: str
    number: int
    name: str
    kind: str
    traded_on: date
    due_on: date
    reference: str
    shares: int
    price: Decimal | None
    net: Decimal


def expected_of_agent(posted: Iterable[Posted]) -> Iterator[Entry]:
    """Every entry on its trade date: its shares, price and net as the agent should report them."""
    for entry in posted:
        quantity = Quantity(entry.net, entry.shares)
        yield _entry(entry, entry.traded_on, quantity, price=entry.price)


def expected_of_transfer_agent(
    posted: Iterable[Posted], splits: Sequence[StockSplit] = ()
) -> Iterator[Entry]:
    """The shares to deliver on the day on which they are due, in the shares of that day.

    An adjustment has none. `splits` in order.
    """
    for entry in posted:
        shares = shares_on(entry.due_on, [(entry.traded_on, entry.shares)], splits)
        if shares:
            yield _entry(entry, entry.due_on, Quantity(shares=shares))


def expected_of_bank(posted: Iterable[Posted]) -> Iterator[Entry]:
    """The cash to receive or, below zero, to pay on the day on which it is due.

    Adjustments and reversals have no agreed day: they may be netted into any wire.
    """
    for entry in posted:
        nettable = entry.kind != "sale"
        yield _entry(entry, entry.due_on, Quantity(entry.net), nettable=nettable)


def _entry(
    posted: Posted,
    day: date,
    quantity: Quantity,
    *,
    price: Decimal | None = None,
    nettable: bool = False,
) -> Entry:
    return Entry(
        key=f"{posted.agreement}/{posted.number}",
        name=posted.name,
        kind=posted.kind,
        day=day,
        quantity=quantity,
        agreement=posted.agreement,
        reference=posted.reference,
        price=price,
        nettable=nettable,
    )
