"""How the ends of a lock-up are counted, day by day, for pages that show the calculation."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.calendar import (
    NO_EXCEPTIONS,
    WEEKEND,
    Exceptions,
    day_kind,
    trading_days_after,
    trading_days_before,
)


class Counted(NamedTuple):
    """The trading days counted from a day, in the order of counting, and those passed over.

    `passed` names each weekday that is not a trading day, with the reason; weekends are left out.
    """

    since: date
    days: tuple[date, ...]
    passed: tuple[tuple[date, str], ...]


def counted_before(day: date, n: int, exceptions: Exceptions = NO_EXCEPTIONS) -> Counted:
    """The n trading days before a day, as the lock-up's start is counted."""
    return _counted(day, n, -1, trading_days_before, exceptions)


def counted_after(day: date, n: int, exceptions: Exceptions = NO_EXCEPTIONS) -> Counted:
    """The n trading days after a day, as the lock-up's end is counted."""
    return _counted(day, n, 1, trading_days_after, exceptions)


def _counted(
    day: date,
    n: int,
    step: int,
    nth: Callable[[date, int, Exceptions], date],
    exceptions: Exceptions,
) -> Counted:
    days = tuple(nth(day, number, exceptions) for number in range(1, n + 1))
    distance = abs((days[-1] - day).days) if days else 0
    between = [day + timedelta(days=step * number) for number in range(1, distance)]
    kinds = [(each, day_kind(each, exceptions)) for each in between]
    passed = [(each, kind.source) for each, kind in kinds if not kind.trading and kind != WEEKEND]
    return Counted(day, days, tuple(passed))
