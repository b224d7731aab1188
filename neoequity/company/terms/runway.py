"""How long the cash lasts: the day on which it runs out, by scenario (p. S-4).

The burn of a month is spread over its calendar days: $2.3 million are $76,666.67 a day in November
and $74,193.55 in December. What is burnt from one day to another is calculated at once and rounded
half-up to the cent, so that no cents add up.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import cents
from neoequity.company.terms.inflows import Receipt

_TENTH = Decimal("0.1")
#: How far a scenario looks ahead; what lasts longer is "not within" so many years.
YEARS = 10


class Position(NamedTuple):
    """Dollars of cash at the end of the day `on`, and dollars burnt a month from the next on."""

    on: date
    cash: Decimal
    burn: Decimal


class Scenario(NamedTuple):
    """A name, and the receipts that it counts on, in any order."""

    name: str
    receipts: tuple[Receipt, ...]


class Runway(NamedTuple):
    """The first day at whose end no cash is left, None if there is none within `years`.

    `months` counts to that day by the rule of the burn, rounded down to one decimal. `received`
    is what came in by then, or within the years, in dollars.
    """

    scenario: str
    runs_out_on: date | None
    months: Decimal | None
    received: Decimal
    years: int

    def __str__(self) -> str:
        """As in a sentence: on Dec 2, 2001, in 1.0 months; not within 10 years."""
        if self.runs_out_on is None:
            return f"not within {self.years} year{'' if self.years == 1 else 's'}"
        return f"on {written(self.runs_out_on)}, in {self.months} months"


def burnt(burn: Decimal, since: date, until: date) -> Decimal:
    """Dollars burnt from the day after `since` to `until`, half-up to the cent.

    Raises ValueError if `until` lies before `since`.
    """
    return cents(_by_month(burn, since, until))


def months_between(since: date, until: date) -> Decimal:
    """Months from the end of one day to that of another, a day being 1/28 to 1/31 of its month."""
    return _by_month(Decimal(1), since, until)


def runway(position: Position, scenario: Scenario, years: int = YEARS) -> Runway:
    """The day on which cash runs out, to the day.

    Receipts up to the day of the position are part of its cash and count no more. Raises
    ValueError for a burn below $0 and for less than one year.
    """
    if position.burn < 0 or years < 1:
        raise ValueError("A runway needs a burn of $0 or more and at least one year.")
    coming: dict[date, Decimal] = defaultdict(Decimal)
    for receipt in scenario.receipts:
        coming[receipt.on] += receipt.amount
    received, day = Decimal(0), position.on
    last = horizon(position.on, years)
    while day <= last:
        if day > position.on:
            received += coming[day]
        if position.cash + received <= burnt(position.burn, position.on, day):
            months = months_between(position.on, day).quantize(_TENTH, ROUND_FLOOR)
            return Runway(scenario.name, day, months, received, years)
        day += timedelta(days=1)
    return Runway(scenario.name, None, None, received, years)


def runways(position: Position, scenarios: Iterable[Scenario], years: int = YEARS) -> list[Runway]:
    """The runway of each scenario, in their order."""
    return [runway(position, each, years) for each in scenarios]


def horizon(on: date, years: int = YEARS) -> date:
    """The last day that is looked at: so many years of 365 days and leap days on."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # February 29
        return on.replace(year=on.year + years, day=28)


def _by_month(burn: Decimal, since: date, until: date) -> Decimal:
    """Each month's burn x its days in the span / its days, not rounded."""
    if until < since:
        raise ValueError(f"{until} lies before {since}.")
    first, last = (monthrange(day.year, day.month)[1] for day in (since, until))
    whole = 12 * (until.year - since.year) + until.month - since.month
    days = burn * until.day / last - burn * since.day / first
    return burn * whole + days
