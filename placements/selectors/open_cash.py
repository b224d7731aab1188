"""What is open of cash on a day: in sum, by day, agreement and agent, and by age."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.calendar import Exceptions, days_late
from neoequity.books.money import ZERO
from placements.models import Agreement
from placements.selectors.cash import CashGroup
from placements.terms.cash import AGES, age_of


class OpenCash(NamedTuple):
    """Dollars expected, received and open for what is due on one day from one agent."""

    due_on: date
    agreement: Agreement
    agent: str
    expected: Decimal
    received: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received


class CashSum(NamedTuple):
    """Dollars expected and received in all."""

    expected: Decimal
    received: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received


def open_cash(groups: Iterable[CashGroup], agreements: Mapping[int, Agreement]) -> list[OpenCash]:
    """What is open by day, agreement and agent; reads `versions` of the agreements."""
    sums: dict[tuple[date, int, str], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for group in groups:
        agent = agreements[group.agreement].agent_on(group.trade_date)
        figures = sums[group.due_on, group.agreement, agent]
        figures[0] += group.expected
        figures[1] += group.received
    return [
        OpenCash(due_on, agreements[key], agent, expected, received)
        for (due_on, key, agent), (expected, received) in sums.items()
        if expected != received
    ]


def total_of(rows: Iterable[CashGroup | OpenCash]) -> CashSum:
    """What these rows come to."""
    figures = [(row.expected, row.received) for row in rows]
    return CashSum(
        sum((expected for expected, _ in figures), ZERO),
        sum((received for _, received in figures), ZERO),
    )


class AgedCash(NamedTuple):
    """What is open of one age, in dollars."""

    age: str
    open: Decimal


def by_age(groups: Iterable[CashGroup], as_of: date, exceptions: Exceptions) -> list[AgedCash]:
    """What is open by how many settlement days it is late; every age, also without any."""
    first_days = _first_days(as_of, exceptions)
    sums = {title: ZERO for title, _ in AGES}
    for group in groups:
        title = next(title for title, since in first_days if group.due_on >= since)
        sums[title] += group.open
    return [AgedCash(title, amount) for title, amount in sums.items()]


def _first_days(as_of: date, exceptions: Exceptions) -> list[tuple[str, date]]:
    """The earliest day due of each age: counted back once, not for each day that is due."""
    first: dict[str, date] = {}
    day, oldest = as_of, AGES[-1][0]
    while (title := age_of(days_late(day, as_of, exceptions))) != oldest:
        first[title] = day
        day -= timedelta(days=1)
    return [*first.items(), (oldest, date.min)]
