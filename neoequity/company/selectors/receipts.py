"""The receipts that a runway may count on: sales made and coming, Class B, and other money."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, DateField, F, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from neoequity.books.calendar import Exceptions, standard_cycle, trading_days_after
from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.company.models import Figure, Funding
from neoequity.company.models.ceiling import PAYMENTS, ceilings, payments
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
from neoequity.company.terms.runway import horizon
from neoequity.company.terms.volume import average_volume
from placements.models import SaleAggregate
from placements.selectors.positions import Position
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


def volume_on(
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


def of_agreements(
    positions: Iterable[Position],
    volume: Volume | None,
    choice: Choice,
    *,
    as_of: date,
    exceptions: Exceptions,
) -> Part:
    """Sales from the next trading day on, under one agreement after the other.

    So they take no more of the volume together than was chosen.
    """
    if choice.price is None:
        return Part((), "Enter a price per share to see what selling brings.")
    if choice.participation is None:
        return Part((), "Enter the share of the daily volume that may be sold.")
    if volume is None:
        return Part((), "The average daily volume is not available.")
    receipts: list[Receipt] = []
    first, until = trading_days_after(as_of, 1, exceptions), horizon(as_of)
    for each in positions:
        if each.terminated_on:
            continue
        terms = each.in_force.terms
        days = terms.settlement_days
        programme = Programme(
            name=terms.name,
            first=first,
            price=choice.price,
            volume=volume.shares,
            participation=choice.participation,
            capacity=each.capacity.limit,
            sold=each.capacity.sold,
            fees=each.fees,
            settlement_days=standard_cycle(as_of) if days is None else days,
        )
        own = list(of_programme(programme, until, exceptions))
        receipts += own
        if own:  # one receipt a trading day
            first = trading_days_after(first, len(own), exceptions)
    return Part(tuple(receipts))


def of_series(series: Sequence[ClassB], choice: Choice, on: date) -> Part:
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


def of_blocks(records: Sequence[Funding], as_of: date) -> Part:
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


def of_payments(records: Sequence[Funding], as_of: date) -> Part:
    """The expected payments by their probability, on their expected days."""
    of_all = {own.record.pk for own in ceilings(records).values()}
    single = [row for row in records if row.pk not in of_all and row.probability is not None]
    due = payments(row for row in single if row.kind in PAYMENTS)
    receipts = tuple(of_milestones(due, as_of, weighted=True))
    missing = "No milestone has an expected day and a probability."
    return Part(receipts, "" if receipts else missing)


def of_sales_made(issuer: Issuer, as_of: date) -> Part:
    """The net of sales made by the day, when their shares are delivered; one query.

    What is neither delivered nor paid counts on the day itself at the earliest.
    """
    on = Case(
        When(delivered_on__lte=as_of, then=F("delivered_on")),
        default=Greatest(
            Coalesce("settlement_date", "trade_date"), Value(as_of), output_field=DateField()
        ),
        output_field=DateField(),
    )
    rows = SaleAggregate.objects.filter(agreement__issuer=issuer, trade_date__lte=as_of)
    made = rows.exclude(reversed_on__lte=as_of).exclude(kind="reversal")
    sums = made.annotate(comes_on=on).order_by().values("comes_on").annotate(total=Sum("net"))
    by_day = sums.order_by("comes_on").values_list("comes_on", "total")
    return Part(tuple(Receipt(day, net, "Sales already made") for day, net in by_day if net))
