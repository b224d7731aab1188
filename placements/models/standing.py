"""What stands under agreements day by day: the basis of every commission."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Case, DateField, F, Sum, Value, When
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
    moves: dict[int, list[Move]] = {key: [] for key in schedules}
    several = [key for key in schedules if len(schedules[key]) > 1]
    day = F("day") if since is None else _from(since, several)
    days = DayTotal.objects.filter(agreement__in=schedules).order_by()
    by_day = days.annotate(counted_on=day).values_list("agreement_id", "counted_on")
    for agreement, on, gross in by_day.annotate(total=Sum("gross")):
        moves[agreement].append(Move(on, on, gross))
    if several:
        aggregates = SaleAggregate.objects.filter(agreement__in=several, reversed_on__isnull=False)
        for aggregate in aggregates.order_by():
            on = aggregate.reversed_on
            assert on is not None  # noqa: S101  # see the filter
            # The day total has the reversal on its own day; what no longer stands is its sale.
            moves[aggregate.agreement_id] += [
                Move(on, on, aggregate.gross),
                Move(on, aggregate.trade_date, -aggregate.gross),
            ]
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
