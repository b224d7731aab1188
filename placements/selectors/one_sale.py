"""How the figures of one sale come about: its tiers, its settlement date, and its reversal."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from placements.models import ExceptionalDay, Sale
from placements.models.settling import by_the_rule
from placements.selectors.sales import fees_of, gross_before
from placements.terms.calendar import day_kind
from placements.terms.fees import Slice
from placements.terms.money import ZERO

# A date that the parties agreed on may lie far off; nobody reads a longer list.
_MOST_DAYS = 45


class CommissionWorkings(NamedTuple):
    """From `before` to `after`, the agreement's cumulative gross in dollars, tier by tier."""

    before: Decimal
    after: Decimal
    slices: list[Slice]
    commission: Decimal

    @property
    def rounding(self) -> Decimal:
        """What rounding the running total to the cent adds to the amounts of the slices."""
        return self.commission - sum((part.amount for part in self.slices), ZERO)


def commission_workings(sale: Sale) -> CommissionWorkings:
    """How the commission of a posted row came about."""
    before = gross_before(sale)
    return _between(sale, before, before + sale.gross)


def reversal_workings(sale: Sale) -> CommissionWorkings:
    """What reversing the sale would give back now."""
    sold = sale.agreement.gross_sold
    return _between(sale, sold, sold - sale.gross)


def _between(sale: Sale, before: Decimal, after: Decimal) -> CommissionWorkings:
    fees = fees_of(sale)
    commission = fees.commission_between(before, after)
    return CommissionWorkings(before, after, fees.workings(before, after), commission)


class CountedDay(NamedTuple):
    """A day after the trade date; `nth` numbers the settlement days, others have none."""

    day: date
    kind: str
    nth: int | None


def settles_otherwise(sale: Sale) -> date | None:
    """The settlement date that the calendar gives by now, where the sale has another.

    None for a reversal and where the parties agreed on a date of their own.
    """
    if sale.settlement_date is None or sale.settlement_reason:
        return None
    calendar = by_the_rule(sale, ExceptionalDay.exceptions())
    return None if calendar == sale.settlement_date else calendar


def counted_days(trade_date: date, settles: date) -> list[CountedDay]:
    """Every day after the trade date up to the settlement date, counted or passed over.

    At most 45 days, for a date agreed further off.
    """
    exceptions = ExceptionalDay.exceptions()
    days: list[CountedDay] = []
    count = 0
    for ahead in range(1, min((settles - trade_date).days, _MOST_DAYS) + 1):
        day = trade_date + timedelta(days=ahead)
        kind = day_kind(day, exceptions)
        count += kind.settlement
        days.append(CountedDay(day, kind.source, count if kind.settlement else None))
    return days
