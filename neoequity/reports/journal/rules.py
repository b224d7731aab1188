"""The rules of the journal in plain Python; `query` says the same in SQL, and tests compare them.

**Settlement** (ASC 505; shares are issued, and equity recognized, when they are delivered): debit
cash with the net, credit common stock with shares × par in the shares and par of that day, to the
cent half-up, and additional paid-in capital with the rest. The agent keeps its commission, so that
it reduces paid-in capital and has no account of its own. 949,710 shares at $.001 par for a net of
$3,670,048.32: common stock $949.71, paid-in capital $3,669,098.61.

**Reversal** of a settled sale: the mirror image on its own day, in the shares and par of that day.
One that was never issued, or reversed by the day of its delivery, makes no entry.

**Adjustment** of commission, when it is paid: cash against paid-in capital.

**Expense** (SAB Topic 5.A): debit deferred offering costs, credit payables (the company's own) or
the agent (reimbursement, retainer, draw on the deposit); a refund is the opposite. A correction
turns the earlier entry around on the day of the correction, and makes its own.

**Charge** of deferred costs against proceeds, with each settlement: charged to date is
costs to date × gross settled to date ÷ capacity, to the cent half-up, and the entry is what that
adds to the charge before. So roundings never add up, and costs that come later are caught up at the
next settlement. Capacity $1,000,000, costs $1,000.00, sales of $333,333.00 each:

    costs to date   settled to date   charged to date          entry
    1,000.00          333,333.00      333.333    333.33       333.33
    1,000.00          666,666.00      666.666    666.67       333.34
    1,500.00          999,999.00    1,499.9985 1,500.00       833.33
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from neoequity.books.money import ZERO, cents
from placements.terms.split import StockSplit, shares_on

#: An amount in force from a day on.
Step = tuple[date, Decimal]


class Rank(IntEnum):
    """The order of the events of a day."""

    CORRECTED = 0
    SPENT = 1
    ISSUED = 2
    REVERSED = 3
    PAID = 4


class Settled(NamedTuple):
    """A sale's delivery or, with `reverses`, the reversal of one that was delivered before.

    `net` and `gross` in dollars, negative in a reversal; `shares` as traded on `traded_on`, never
    negative.
    """

    day: date
    agreement: int
    number: int
    net: Decimal
    gross: Decimal
    shares: int
    traded_on: date
    reverses: bool = False

    @property
    def rank(self) -> Rank:
        """Reversals come after the deliveries of their day."""
        return Rank.REVERSED if self.reverses else Rank.ISSUED


class Paid(NamedTuple):
    """An adjustment of commission on the day it was paid: negative if paid to the agent."""

    day: date
    agreement: int
    number: int
    net: Decimal

    @property
    def rank(self) -> Rank:
        """Last of a day."""
        return Rank.PAID


class Spent(NamedTuple):
    """An expense by its category, or one that a correction turns around (`corrected`)."""

    day: date
    agreement: int
    number: int
    category: str
    amount: Decimal
    corrected: bool = False

    @property
    def rank(self) -> Rank:
        """First of a day: its settlements charge it."""
        return Rank.CORRECTED if self.corrected else Rank.SPENT

    @property
    def cost(self) -> Decimal:
        """What it adds to deferred costs."""
        sign = -1 if (self.category == "refund") != self.corrected else 1
        return sign * self.amount


Event = Settled | Paid | Spent


class OfDays(NamedTuple):
    """What holds on a day: par per share, capacity by agreement, and the stock splits."""

    par: Sequence[Step]
    capacity: Mapping[int, Sequence[Step]]
    splits: Sequence[StockSplit] = ()


class Line(NamedTuple):
    """A line of an entry: a debit if the amount is positive, a credit if it is negative."""

    day: date
    entry: int
    role: str
    amount: Decimal
    agreement: int
    sale: int | None


#: What is owed for an expense is owed to the agent, unless it is the company's own.
OWN_EXPENSE = "offering"


def on_day(steps: Sequence[Step], day: date) -> Decimal | None:
    """The amount in force on a day; None before the first."""
    return next((amount for since, amount in reversed(steps) if since <= day), None)


def charged_to_date(costs: Decimal, settled: Decimal, capacity: Decimal | None) -> Decimal:
    """The deferred costs that the gross settled to date bears; never more than the costs."""
    return cents(costs * min(settled, capacity) / capacity) if capacity else ZERO


def journal(events: Iterable[Event], of_days: OfDays, since: date) -> list[Line]:
    """The lines from the day `since` on, entries numbered from 1.

    `events` are all up to the last day, for earlier ones decide what is charged. Entries with
    nothing in them have no number.
    """
    every = list(events)
    settled: dict[int, Decimal] = defaultdict(lambda: ZERO)
    charged: dict[int, Decimal] = defaultdict(lambda: ZERO)
    lines: list[Line] = []
    entry = 0
    for event in sorted(every, key=lambda each: (each.day, each.rank, each.agreement, each.number)):
        entries = [_own(event, of_days)]
        if isinstance(event, Settled):
            settled[event.agreement] += event.gross
            to_date = charged_to_date(
                _costs_by(every, event),
                settled[event.agreement],
                on_day(of_days.capacity.get(event.agreement, ()), event.day),
            )
            entries.append(_charge(to_date - charged[event.agreement]))
            charged[event.agreement] = to_date
        for amounts in entries if event.day >= since else ():
            posted = [(role, amount) for role, amount in amounts if amount]
            entry += bool(posted)
            sale = None if isinstance(event, Spent) else event.number
            lines += [
                Line(event.day, entry, role, amount, event.agreement, sale)
                for role, amount in sorted(posted, key=lambda each: each[1] < 0)
            ]
    return lines


def _own(event: Event, of_days: OfDays) -> list[tuple[str, Decimal]]:
    if isinstance(event, Spent):
        owed = "payables" if event.category == OWN_EXPENSE else "agent"
        return [("deferred_costs", event.cost), (owed, -event.cost)]
    stock = _common_stock(event, of_days) if isinstance(event, Settled) else ZERO
    return [
        ("cash", event.net),
        ("common_stock", -stock),
        ("paid_in_capital", stock - event.net),
    ]


def _common_stock(event: Settled, of_days: OfDays) -> Decimal:
    """Shares × par of the day; negative in a reversal. Raises ValueError where par is unknown."""
    par = on_day(of_days.par, event.day)
    if par is None:
        raise ValueError(f"There is no par value on {event.day}.")
    shares = shares_on(event.day, [(event.traded_on, event.shares)], of_days.splits)
    return cents(shares * par) * (-1 if event.reverses else 1)


def _charge(amount: Decimal) -> list[tuple[str, Decimal]]:
    return [("paid_in_capital", amount), ("deferred_costs", -amount)]


def _costs_by(events: Iterable[Event], settlement: Settled) -> Decimal:
    """The agreement's costs to the end of the day."""
    return sum(_costs_of(events, settlement.agreement, settlement.day), ZERO)


def _costs_of(events: Iterable[Event], agreement: int, day: date) -> Iterator[Decimal]:
    for event in events:
        if isinstance(event, Spent) and event.agreement == agreement and event.day <= day:
            yield event.cost
