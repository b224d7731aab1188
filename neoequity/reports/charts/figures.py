"""What the charts draw, read as of a day and as known at a moment; queries that do not grow."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from neoequity.books.calendar import ONE_DAY, Exceptions, covers, is_settlement_day
from neoequity.books.money import ZERO
from neoequity.reports.charts.cumulative import Band, Capacity, Cumulative, Sold
from neoequity.reports.charts.ladder import Due, Ladder
from neoequity.reports.charts.prices import DayPrices, Prices
from neoequity.reports.charts.proceeds import DayProceeds, Proceeds
from placements.models import DayTotal, Sale
from placements.selectors.positions import Position
from placements.selectors.sale_aggregates import WAITING, open_aggregates
from placements.selectors.sales import sales_as_of
from placements.terms.split import StockSplit, price_on, shares_on

#: The price chart looks back so many days from the last sale, so that it reads no more sales.
DAYS_OF_PRICES = 92
_RUNGS = 10


def proceeds_by_day(
    positions: Iterable[Position], as_of: date, known_at: datetime | None = None
) -> list[DayProceeds]:
    """What each trade day added to these agreements together, in order; one query."""
    keys = [position.agreement.pk for position in positions]
    sums = {"gross_sum": Sum("gross"), "net_sum": Sum("net")}
    if known_at is None:
        totals = DayTotal.objects.filter(agreement__in=keys, day__lte=as_of)
        by_day = totals.exclude(gross=0, net=0).order_by().values_list("day")
        return [DayProceeds(*row) for row in by_day.annotate(**sums).order_by("day")]
    sales = sales_as_of(as_of, known_at).filter(agreement__in=keys).order_by()
    by_trade_date = sales.values_list("trade_date")
    return [DayProceeds(*row) for row in by_trade_date.annotate(**sums).order_by("trade_date")]


def proceeds_of(days: Sequence[DayProceeds], as_of: date) -> Proceeds:
    """The proceeds by month of these days."""
    return Proceeds(as_of, days)


def cumulative_of(
    positions: Sequence[Position], days: Iterable[DayProceeds], as_of: date
) -> Cumulative:
    """These agreements together, and the fee tiers where it is only one; no query.

    `days` are theirs, from `proceeds_by_day`.
    """
    only = positions[0] if len(positions) == 1 else None
    signed = [position.in_force.said.signed_on for position in positions]
    return Cumulative(
        name=only.in_force.terms.name if only else "all agreements",
        first=min([*signed, *(day.day for day in days), as_of]),
        last=as_of,
        sold=[Sold(day.day, day.gross) for day in days if day.gross],
        capacities=_together([_capacities(position) for position in positions]),
        bands=[Band(tier.above, tier.rate) for tier in only.in_force.tiers] if only else (),
        lapsed=sum((position.capacity.lapsed for position in positions), ZERO),
    )


def _capacities(position: Position) -> list[Capacity]:
    """The capacity of an agreement from its signing on, and from each day that changed it."""
    signed_on = position.in_force.said.signed_on
    *past, _ = position.in_force.versions
    before = [Capacity(max(each.effective_on, signed_on), each.capacity) for each in past]
    last = max(position.in_force.versions[-1].effective_on, signed_on)
    return [*before, Capacity(last, position.capacity.limit)]


def _together(each: Sequence[Sequence[Capacity]]) -> list[Capacity]:
    """The sum of the capacities that had begun by each day on which one of them changed."""
    days = sorted({capacity.since for own in each for capacity in own})
    sums = [Capacity(day, sum((_on(own, day) for own in each), ZERO)) for day in days]
    return [
        capacity
        for place, capacity in enumerate(sums)
        if not place or capacity.dollars != sums[place - 1].dollars
    ]


def _on(capacities: Sequence[Capacity], day: date) -> Decimal:
    begun = [each.dollars for each in capacities if each.since <= day]
    return begun[-1] if begun else ZERO


def due_by_day(
    positions: Iterable[Position], as_of: date, known_at: datetime | None = None
) -> list[Due]:
    """The undelivered sales of these agreements by settlement date; one query."""
    keys = [position.agreement.pk for position in positions]
    day = "settlement_date"
    if known_at is None:
        rows = open_aggregates(as_of).filter(kind="sale", agreement__in=keys).order_by()
        counted = rows.values_list(day).annotate(number=Sum("sales"), due=Sum("net"))
        return [Due(*row) for row in counted.order_by(day)]
    sales = sales_as_of(as_of, known_at).filter(agreement__in=keys, status__in=WAITING)
    sold = sales.filter(settlement_date__isnull=False).order_by()
    summed = sold.values_list(day).annotate(number=Count("pk"), due=Sum("net"))
    return [Due(*row) for row in summed.order_by(day)]


def ladder_of(due: Iterable[Due], as_of: date, exceptions: Exceptions) -> Ladder:
    """The ladder of what is due, over the next settlement days."""
    return Ladder(as_of, settlement_days(as_of, exceptions), list(due))


def settlement_days(since: date, exceptions: Exceptions, count: int = _RUNGS) -> list[date]:
    """The first settlement days from a day on, itself included; fewer at the calendar's end."""
    days: list[date] = []
    while len(days) < count and covers(since):
        if is_settlement_day(since, exceptions):
            days.append(since)
        since += ONE_DAY
    return days


def prices_of(
    position: Position, days: Iterable[DayProceeds], as_of: date, known_at: datetime | None = None
) -> Prices:
    """The prices of the sales standing on the day, in its shares; one query.

    Goes back from the last of the agreement's `days` with sales, so that a long history is not
    read; reversed sales are left out.
    """
    last = max((day.day for day in days if day.gross > 0), default=as_of)
    since = last - timedelta(days=DAYS_OF_PRICES - 1)
    splits = position.splits
    return Prices(
        name=position.in_force.terms.name,
        since=since,
        last=last,
        days=[
            DayPrices(
                day=row["trade_date"],
                placement=row["placement_number"],
                lowest=price_on(as_of, row["lowest"], row["trade_date"], splits),
                highest=price_on(as_of, row["highest"], row["trade_date"], splits),
                gross=row["gross_sum"],
                shares=shares_on(as_of, [(row["trade_date"], row["shares_sum"])], splits),
                minimum=_minimum(row["minimum"], row["agreed_on"], as_of, splits),
            )
            for row in _price_rows(position.agreement.pk, since, as_of, known_at)
        ],
    )


def _price_rows(
    agreement: int, since: date, as_of: date, known_at: datetime | None
) -> Iterable[dict[str, Any]]:
    """Low, high and sums of each placement and day; the sales are read by an index."""
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    entries = Sale.objects.filter(known, agreement=agreement, trade_date__lte=as_of)
    reversed_by_then = entries.filter(reverses__isnull=False).values("reverses")
    sold = entries.filter(settlement_date__isnull=False, trade_date__gte=since)
    grouped = (
        sold.exclude(pk__in=reversed_by_then)
        .order_by()
        .values(
            "trade_date",
            placement_number=F("placement__number"),
            minimum=F("placement__minimum_price"),
            agreed_on=F("placement__proposed_on"),
        )
    )
    return grouped.annotate(
        lowest=Min("price"),
        highest=Max("price"),
        gross_sum=Sum("gross"),
        shares_sum=Sum("shares"),
    ).order_by("trade_date", "placement_number")


def _minimum(
    price: Decimal | None, agreed_on: date | None, as_of: date, splits: Sequence[StockSplit]
) -> Decimal | None:
    """The minimum price of a placement in the shares of the day."""
    if price is None or agreed_on is None:
        return price
    return price_on(as_of, price, agreed_on, splits)
