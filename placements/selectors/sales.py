"""Sales as they stood on a day."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    CharField,
    F,
    Q,
    QuerySet,
    RowRange,
    Sum,
    Value,
    When,
    Window,
)

from placements.models import Sale

if TYPE_CHECKING:
    from typing import Any, TypedDict

    from django_stubs_ext import WithAnnotations

    class HasStatus(TypedDict):
        """What a row became by the day: one of STATUSES."""

        status: Any  # text; the type checker would refuse it in a lookup such as `status__in`

    class _AsOf(HasStatus):
        kind_name: str

    DatedSale = WithAnnotations[Sale, _AsOf]

UNSETTLED, OVERDUE, SETTLED, REVERSED = STATUSES = ("unsettled", "overdue", "settled", "reversed")


def sales_as_of(as_of: date, known_at: datetime | None = None) -> "QuerySet[DatedSale]":
    """Sales, reversals and adjustments dated by `as_of` and, if given, recorded by `known_at`.

    Each row has `status` on that day and `kind_name`. A sale is overdue when its settlement date
    is past and no delivery is recorded; an adjustment is unsettled until it is paid.
    """
    reversed_then = Q(reversal__trade_date__lte=as_of)
    settled_then = Q(delivery__delivered_on__lte=as_of)
    if known_at is not None:
        reversed_then &= Q(reversal__recorded_at__lte=known_at)
        settled_then &= Q(delivery__recorded_at__lte=known_at)
    return Sale.objects.filter(_dated_by(as_of, known_at)).annotate(
        kind_name=Case(
            When(adjusts__isnull=False, then=Value("adjustment")),
            When(reverses=None, then=Value("sale")),
            default=Value("reversal"),
            output_field=CharField(),
        ),
        status=status_where(
            as_of,
            is_reversed=Q(reverses__isnull=False) | reversed_then,
            is_settled=settled_then,
        ),
    )


def status_where(as_of: date, *, is_reversed: Q, is_settled: Q) -> Case:
    """The status on a day of rows with a `settlement_date`: one of STATUSES."""
    return Case(
        When(is_reversed, then=Value(REVERSED)),
        When(is_settled, then=Value(SETTLED)),
        When(settlement_date__lt=as_of, then=Value(OVERDUE)),
        default=Value(UNSETTLED),
        output_field=CharField(),
    )


def running_gross(
    as_of: date, known_at: datetime | None = None
) -> QuerySet[Sale, tuple[int, int, Decimal]]:
    """Key, agreement and cumulative gross of every row by the day; one pass."""
    rows = Sale.objects.filter(_dated_by(as_of, known_at)).order_by()
    return rows.annotate(running=_RUNNING).values_list("pk", "agreement_id", "running")


def _dated_by(as_of: date, known_at: datetime | None) -> Q:
    dated = Q(trade_date__lte=as_of)
    return dated if known_at is None else dated & Q(recorded_at__lte=known_at)


_RUNNING = Window(
    Sum("gross"),
    partition_by=F("agreement_id"),
    order_by=F("number").asc(),
    frame=RowRange(start=None, end=0),
)
