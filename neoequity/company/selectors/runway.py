"""How long the cash lasts by scenario: selling under the agreements, Class B, and other money."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, DateField, F, Sum, Value, When
from django.db.models.functions import Greatest

from neoequity.books.calendar import (
    Exceptions,
    standard_cycle,
    trading_days_after,
)
from neoequity.books.days import written
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import ZERO, cents
from neoequity.company.models import Figure, Funding
from neoequity.company.models.ceiling import ceilings, payments
from neoequity.company.models.standing import figures_on
from neoequity.company.selectors.money import ClassB
from neoequity.company.selectors.quotes import volumes
from neoequity.company.terms.conversion import NotAvailable
from neoequity.company.terms.inflows import (
    Programme,
    Receipt,
    of_class_b,
    of_debentures,
    of_milestones,
    of_programme,
)
from neoequity.company.terms.runway import Position, Runway, Scenario, burnt, horizon, runway
from neoequity.company.terms.volume import average_volume
from placements.models import SaleAggregate
from placements.selectors.positions import Position as Sold
from placements.terms.split import StockSplit

#: The kinds of receipt that a scenario may count on.
PARTS = PROGRAMME, CLASS_B, DEBENTURES, MILESTONES = (
    "programme",
    "class_b",
    "debentures",
    "milestones",
)
#: So many days with a volume make an average; with fewer the stated figure is taken.
_DAYS_OF_VOLUME = 20


class Choice(NamedTuple):
    """What is tried: a price in dollars per share, a fraction of the volume, and the parts."""

    price: Decimal | None
    participation: Decimal | None
    parts: tuple[str, ...] = ()


class Volume(NamedTuple):
    """Average shares a day, and where they come from."""

    shares: int
    source: str


class Part(NamedTuple):
    """A kind of receipt: the receipts, or why there are none as a sentence."""

    receipts: tuple[Receipt, ...]
    missing: str = ""


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
    positions: Sequence[Sold],
    series: Sequence[ClassB],
    records: Sequence[Funding],
    choice: Choice,
    *,
    as_of: date,
    splits: Sequence[StockSplit] = (),
) -> Outlook:
    """The runway from the last cash stated by the day, in three scenarios and the chosen one.

    `positions` are the issuer's agreements, sold one after the other in this order; `series` and
    `records` its callable warrants and other money as of the day. Four queries.
    """
    figures, exceptions = figures_on(issuer, as_of), ExceptionalDay.exceptions()
    cash, burn = figures.get("cash"), figures.get("monthly_burn")
    volume = _volume(issuer, figures, as_of, splits)
    first = trading_days_after(as_of, 1, exceptions)
    parts = {
        PROGRAMME: _programme(positions, volume, choice, first, as_of, exceptions),
        CLASS_B: _class_b(series, choice, trading_days_after(first, 1, exceptions)),
        DEBENTURES: _debentures(records, as_of),
        MILESTONES: _milestones(records, as_of),
    }
    sold = Part(tuple(_already_sold(issuer, as_of)))
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


def _volume(
    issuer: Issuer, figures: Mapping[str, Figure], as_of: date, splits: Sequence[StockSplit]
) -> Volume | None:
    """The average of the last 20 days with a volume; with fewer, the average that is stated."""
    known = volumes(issuer, as_of, _DAYS_OF_VOLUME)
    average = average_volume(known, as_of, _DAYS_OF_VOLUME, splits)
    if average is not None and average.days == _DAYS_OF_VOLUME:
        return Volume(
            average.shares,
            f"average of {average.days} days, {written(average.first)} to {written(average.last)}",
        )
    figure = figures.get("average_daily_volume")
    if figure is None:
        return None
    return Volume(int(figure.value), figure.page or figure.document)


def _programme(
    positions: Sequence[Sold],
    volume: Volume | None,
    choice: Choice,
    first: date,
    as_of: date,
    exceptions: Exceptions,
) -> Part:
    """The agreements one after the other, so that together they take no more of the volume."""
    if choice.price is None:
        return Part((), "Enter a price per share to see what selling brings.")
    if choice.participation is None:
        return Part((), "Enter the share of the daily volume that may be sold.")
    if volume is None:
        return Part((), "The average daily volume is not available.")
    receipts: list[Receipt] = []
    until = horizon(as_of)
    for each in positions:
        terms = each.in_force.terms
        programme = Programme(
            name=terms.name,
            first=first,
            price=choice.price,
            volume=volume.shares,
            participation=choice.participation,
            capacity=each.capacity.limit,
            sold=each.capacity.sold,
            fees=each.fees,
            settlement_days=terms.settlement_days or standard_cycle(as_of),
        )
        own = list(of_programme(programme, until, exceptions))
        receipts += own
        if own:
            first = trading_days_after(first, len(own), exceptions)
    return Part(tuple(receipts))


def _class_b(series: Sequence[ClassB], choice: Choice, on: date) -> Part:
    """All outstanding, called on the next trading day and exercised on the one after."""
    if choice.price is None:
        return Part((), "Enter a price per share to see what the Class B Warrants bring.")
    receipts: list[Receipt] = []
    for each in series:
        if each.outstanding:
            got = of_class_b(on, each.outstanding, choice.price, choice.price, each.terms)
            if isinstance(got, NotAvailable):
                return Part((), got.sentence)
            receipts.append(got)
    return Part(tuple(receipts), "" if receipts else "No callable warrants are outstanding.")


def _debentures(records: Sequence[Funding], as_of: date) -> Part:
    """The blocks that are expected on a coming day, sold at par."""
    receipts = tuple(
        of_debentures(row.expected_on, row.amount)
        for row in records
        if row.kind == "debenture"
        and row.state == "expected"
        and row.amount is not None
        and row.expected_on is not None
        and row.expected_on > as_of
    )
    return Part(receipts, "" if receipts else "No debentures are expected on a coming day.")


def _milestones(records: Sequence[Funding], as_of: date) -> Part:
    """The expected payments by their probability, on their expected days."""
    of_all = {own.record.pk for own in ceilings(records).values()}
    single = [row for row in records if row.pk not in of_all and row.probability is not None]
    due = payments(row for row in single if row.kind in ("initial_payment", "milestone"))
    receipts = tuple(of_milestones(due, as_of, weighted=True))
    missing = "No milestone has an expected day and a probability."
    return Part(receipts, "" if receipts else missing)


def _already_sold(issuer: Issuer, as_of: date) -> Iterator[Receipt]:
    """The net of sales made by the day, when their shares are delivered; one query.

    What is overdue counts on the day itself at the earliest. Adjustments of commission, which have
    no settlement date, count on the day too.
    """
    later = Greatest(F("settlement_date"), Value(as_of), output_field=DateField())
    on = Case(
        When(delivered_on__lte=as_of, then=F("delivered_on")),
        When(settlement_date=None, then=F("trade_date")),
        default=later,
        output_field=DateField(),
    )
    rows = SaleAggregate.objects.filter(agreement__issuer=issuer, trade_date__lte=as_of)
    standing = rows.exclude(reversed_on__lte=as_of).exclude(kind="reversal")
    sums = standing.annotate(comes_on=on).order_by().values("comes_on").annotate(total=Sum("net"))
    for row in sums.order_by("comes_on"):
        if row["total"]:
            yield Receipt(row["comes_on"], row["total"], "Sales already made")


class Month(NamedTuple):
    """A month of the table: what it burns, and the cash at its end in each scenario.

    A scenario's cash is None once it has run out; each has what it receives in the month.
    """

    ends_on: date
    burn: Decimal
    cells: list[tuple[Decimal, Decimal | None]]


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
        if all(cash is None for _, cash in cells):
            break
        since = until
    return table


def _cell(
    start: Position, outcome: Outcome, since: date, until: date
) -> tuple[Decimal, Decimal | None]:
    got = sum((r.amount for r in outcome.receipts if since < r.on <= until), ZERO)
    out = outcome.runway.runs_out_on if outcome.runway else None
    if out is not None and out <= until:
        return got, None
    received = sum((r.amount for r in outcome.receipts if start.on < r.on <= until), ZERO)
    return got, start.cash + received - _burnt_between(start, start.on, until)


def _burnt_between(start: Position, since: date, until: date) -> Decimal:
    return burnt(start.burn, start.on, until) - burnt(start.burn, start.on, since)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
