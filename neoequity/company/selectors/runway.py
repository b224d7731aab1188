"""How long the cash lasts by scenario: selling under the agreements, Class B, and other money."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.calendar import trading_days_after
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import ZERO, cents
from neoequity.company.models import Figure, Funding
from neoequity.company.selectors.money import ClassB
from neoequity.company.selectors.receipts import (
    CLASS_B,
    DEBENTURES,
    MILESTONES,
    PROGRAMME,
    Choice,
    Part,
    Volume,
    of_agreements,
    of_blocks,
    of_payments,
    of_sales_made,
    of_series,
    volume_on,
)
from neoequity.company.terms.inflows import Receipt
from neoequity.company.terms.runway import Position, Runway, Scenario, burnt, runway
from placements.selectors.positions import Position as Sold
from placements.terms.split import StockSplit


class Outcome(NamedTuple):
    """A scenario with its runway; None with the sentence of what is missing."""

    name: str
    receipts: tuple[Receipt, ...]
    runway: Runway | None
    missing: str


class Outlook(NamedTuple):
    """Cash, burn and volume as known on a day, and what becomes of them in each scenario."""

    cash: Figure | None
    burn: Figure | None
    volume: Volume | None
    sold: Part
    parts: Mapping[str, Part]
    outcomes: list[Outcome]

    @property
    def position(self) -> Position | None:
        """The cash that the runway starts from; None if cash or burn is not stated."""
        return _position(self.cash, self.burn)

    @property
    def missing(self) -> list[str]:
        """What nobody has stated, as sentences."""
        words = {"cash on hand": self.cash, "cash spent per month": self.burn}
        return [
            f"No document states the {what}: record it among the company figures."
            for what, figure in words.items()
            if figure is None
        ]


def outlook(
    issuer: Issuer,
    choice: Choice,
    *,
    figures: Mapping[str, Figure],
    positions: Sequence[Sold],
    series: Sequence[ClassB],
    records: Sequence[Funding],
    as_of: date,
    splits: Sequence[StockSplit] = (),
) -> Outlook:
    """The runway from the last cash stated by the day, in three scenarios and the chosen one.

    `figures` are those in force; `positions` the issuer's agreements, sold one after the other in
    this order; `series` and `records` its callable warrants and other money. Three queries.
    """
    exceptions = ExceptionalDay.exceptions()
    cash, burn = figures.get("cash"), figures.get("monthly_burn")
    volume = volume_on(issuer, figures, as_of, splits)
    parts = {
        PROGRAMME: of_agreements(positions, volume, choice, as_of=as_of, exceptions=exceptions),
        CLASS_B: of_series(series, choice, trading_days_after(as_of, 2, exceptions)),
        DEBENTURES: of_blocks(records, as_of),
        MILESTONES: of_payments(records, as_of),
    }
    sold = of_sales_made(issuer, as_of)
    scenarios = [
        ("Nothing sold", ()),
        ("Programme", (PROGRAMME,)),
        ("Programme and Class B", (PROGRAMME, CLASS_B)),
    ]
    if choice.parts:
        scenarios.append(("As chosen", choice.parts))
    start = _position(cash, burn)
    return Outlook(
        cash=cash,
        burn=burn,
        volume=volume,
        sold=sold,
        parts=parts,
        outcomes=[_outcome(start, name, names, sold, parts) for name, names in scenarios],
    )


def _position(cash: Figure | None, burn: Figure | None) -> Position | None:
    if cash is None or burn is None:
        return None
    return Position(cash.day, cents(cash.value), cents(burn.value))


def _outcome(
    start: Position | None,
    name: str,
    names: Sequence[str],
    sold: Part,
    parts: Mapping[str, Part],
) -> Outcome:
    missing = " ".join(parts[each].missing for each in names if parts[each].missing)
    receipts = (*sold.receipts, *(got for each in names for got in parts[each].receipts))
    if start is None or missing:
        return Outcome(name, receipts, None, missing)
    return Outcome(name, receipts, runway(start, Scenario(name, receipts)), "")


class Cell(NamedTuple):
    """A scenario in a month: what it receives, and the cash at the end; None once it ran out."""

    name: str
    received: Decimal
    cash: Decimal | None


class Month(NamedTuple):
    """A month of the table: what it burns in dollars, and each scenario that has an answer."""

    ends_on: date
    burn: Decimal
    cells: list[Cell]


def months(found: Outlook, most: int = 24) -> list[Month]:
    """The months from the day of the cash until the last scenario runs out, at most so many."""
    start = found.position
    if start is None:
        return []
    shown = [outcome for outcome in found.outcomes if outcome.runway is not None]
    table: list[Month] = []
    since = start.on
    while len(table) < most:
        until = _month_end(since + timedelta(days=1))
        cells = [_cell(start, outcome, since, until) for outcome in shown]
        table.append(Month(until, _burnt_between(start, since, until), cells))
        if all(cell.cash is None for cell in cells):
            break
        since = until
    return table


def _cell(start: Position, outcome: Outcome, since: date, until: date) -> Cell:
    received = _received(outcome, since, until)
    out = outcome.runway.runs_out_on if outcome.runway else None
    if out is not None and out <= until:
        return Cell(outcome.name, received, None)
    cash = start.cash + _received(outcome, start.on, until)
    return Cell(outcome.name, received, cash - burnt(start.burn, start.on, until))


def _received(outcome: Outcome, since: date, until: date) -> Decimal:
    return sum((each.amount for each in outcome.receipts if since < each.on <= until), ZERO)


def _burnt_between(start: Position, since: date, until: date) -> Decimal:
    return burnt(start.burn, start.on, until) - burnt(start.burn, start.on, since)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
