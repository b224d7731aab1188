"""What stands under agreements day by day: the basis of every commission."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, DateField, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from placements.models.day_total import DayTotal
from placements.models.sale import Sale
from placements.models.sale_aggregate import SaleAggregate
from placements.terms.commission import Move, Schedules


def past_moves(
    schedules: Mapping[int, Schedules], since: date | None = None
) -> dict[int, list[Move]]:
    """What stands under these agreements, day by day from `since` on, for `terms.commission`.

    Earlier days are summed up where one schedule prices them all. Two queries, over days and
    aggregates rather than sales.
    """
    return moves_from(schedules, *standing_by_day(schedules, since))


def standing_by_day(
    schedules: Mapping[int, Schedules], since: date | None = None
) -> tuple[QuerySet[DayTotal, Any], QuerySet[SaleAggregate, Any]]:
    """The two questions of `past_moves`: for days, and for sales reversed on a later one."""
    several = [key for key in schedules if len(schedules[key]) > 1]
    day = F("day") if since is None else _from(since, several)
    days = DayTotal.objects.filter(agreement__in=schedules).order_by()
    by_day = days.annotate(counted_on=day).values_list("agreement_id", "counted_on")
    reversed_later = SaleAggregate.objects.filter(agreement__in=several, reversed_on__isnull=False)
    return (
        by_day.annotate(total=Sum("gross")),
        reversed_later.order_by().values_list("agreement_id", "trade_date", "reversed_on", "gross"),
    )


def moves_from(
    schedules: Mapping[int, Schedules], days: Iterable[Any], reversed_later: Iterable[Any]
) -> dict[int, list[Move]]:
    """What `past_moves` returns, from the rows of `standing_by_day`."""
    moves: dict[int, list[Move]] = {key: [] for key in schedules}
    for agreement, on, gross in days:
        moves[agreement].append(Move(on, on, gross))
    for agreement, traded, on, gross in reversed_later:
        # The day total has the reversal on its own day; what no longer stands is its sale.
        moves[agreement] += [Move(on, on, gross), Move(on, traded, -gross)]
    return moves


def moves_known_at(agreement: int, known_at: datetime) -> list[Move]:
    """The same for one agreement as known at a moment; reads its sales."""
    sales = Sale.objects.filter(agreement=agreement, recorded_at__lte=known_at).order_by()
    traded = Coalesce("reverses__trade_date", F("trade_date"))
    by_days = sales.annotate(traded_on=traded).values_list("trade_date", "traded_on")
    return [
        Move(day, traded_on, gross)
        for day, traded_on, gross in by_days.annotate(total=Sum("gross"))
    ]


def _from(since: date, several: Iterable[int]) -> Case:
    before = Value(since - timedelta(days=1))
    return Case(
        When(agreement__in=several, then=F("day")),
        default=Greatest("day", before),
        output_field=DateField(),
    )
