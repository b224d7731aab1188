"""The listing's minimum bid: how long the closing bid has been below it (p. S-8).

Bids are compared as they were quoted on their day, in dollars per share: a later split does not
restate them.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from neoequity.books import calendar


class BidState(StrEnum):
    """How the last bid compares with the minimum; unknown if it is too old to say."""

    ABOVE = "above"
    BELOW = "below"
    UNKNOWN = "not available"


class BidWatch(NamedTuple):
    """The closing bid up to a day; only a bid below the minimum is below it, p. S-8.

    `days_below` are trading days in a row with a bid below the minimum, up to the last bid, and
    `since` the first of them. `missing` are the trading days without a bid that might belong to
    the row: after the last bid, and the one day that ends the row. `at_least` is true if the row
    ends at such a day, or where the bids begin, and not at a bid of the minimum or more.
    """

    state: BidState
    days_below: int = 0
    since: date | None = None
    last_bid: Decimal | None = None
    last_day: date | None = None
    missing: tuple[date, ...] = ()
    at_least: bool = False


def watch(
    bids: Mapping[date, Decimal],
    day: date,
    minimum: Decimal,
    exceptions: calendar.Exceptions = calendar.NO_EXCEPTIONS,
) -> BidWatch:
    """The bids in dollars up to a day against the minimum; nothing is guessed for a missing one.

    The state is known from the bid of the day itself or, while that is still to come, of the
    trading day before; older bids leave it unknown. Bids of other than trading days are ignored.
    Raises ValueError for a day outside the calendar.
    """
    known = {on: bid for on, bid in bids.items() if calendar.is_trading_day(on, exceptions)}
    last_day = max((on for on in known if on <= day), default=None)
    before = calendar.trading_days_before(day, 1, exceptions)
    if last_day is None:
        return BidWatch(BidState.UNKNOWN, missing=(before,))
    stale = _without_bid(last_day, before, exceptions)
    row = _row_below(known, last_day, minimum, exceptions)
    state = BidState.BELOW if row else BidState.ABOVE
    ended_by = calendar.trading_days_before(row[-1], 1, exceptions) if row else last_day
    at_least = ended_by not in known
    gap = (ended_by,) if at_least and ended_by > min(known) else ()
    return BidWatch(
        state=BidState.UNKNOWN if stale else state,
        days_below=len(row),
        since=row[-1] if row else None,
        last_bid=known[last_day],
        last_day=last_day,
        missing=(*gap, *stale),
        at_least=at_least,
    )


def _without_bid(last_day: date, before: date, exceptions: calendar.Exceptions) -> tuple[date, ...]:
    """The trading days after the last bid up to the trading day before."""
    days = []
    while before > last_day:
        days.append(before)
        before = calendar.trading_days_before(before, 1, exceptions)
    return tuple(reversed(days))


def _row_below(
    known: Mapping[date, Decimal], day: date, minimum: Decimal, exceptions: calendar.Exceptions
) -> list[date]:
    """The trading days in a row with a bid below the minimum, the latest first."""
    row = []
    while day in known and known[day] < minimum:
        row.append(day)
        day = calendar.trading_days_before(day, 1, exceptions)
    return row
