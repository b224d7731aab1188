"""Cash beside the deliveries of a report: what was received for what was due on each day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Case, DateField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from neoequity.books.money import ZERO
from neoequity.reports.report import Asked
from neoequity.reports.settlements.rules import Day
from placements.models import CashTotal, ReceiptPart, Sale, SaleAggregate

#: Dollars by the key of the agreement and the settlement date; None for adjustments.
ByDay = Mapping[tuple[int, date | None], Decimal]


def received_by_day(asked: Asked) -> ByDay:
    """What was received by the day; from totals of days, unless a moment is asked for; one query.

    What was received for a sale that is reversed counts on its settlement date.
    """
    rows = _totals(asked) if asked.known_at is None else _known_parts(asked)
    return {(agreement, due_on): amount for agreement, due_on, amount in rows}


def _totals(asked: Asked) -> QuerySet[CashTotal, tuple[int, date | None, Decimal]]:
    # Only adjustments are due on the very day on which they are dated.
    due_on = Case(
        When(trade_date=F("due_on"), then=Value(None)),
        default=F("due_on"),
        output_field=DateField(null=True),
    )
    rows = CashTotal.objects.filter(
        agreement__issuer=asked.issuer, due_on__isnull=False, day__lte=asked.as_of
    )
    by_day = rows.order_by().annotate(settles_on=due_on).values_list("agreement_id", "settles_on")
    return by_day.annotate(amount=Sum("applied"))


def _known_parts(asked: Asked) -> QuerySet[ReceiptPart, tuple[int, date | None, Decimal]]:
    stood = (
        Q(receipt__undoing=None)
        | Q(receipt__undoing__received_on__gt=asked.as_of)
        | Q(receipt__undoing__recorded_at__gt=asked.known_at)
    )
    rows = ReceiptPart.objects.filter(
        stood,
        receipt__agreement__issuer=asked.issuer,
        applied_on__lte=asked.as_of,
        recorded_at__lte=asked.known_at,
    )
    due_on = Coalesce("entry__reverses__settlement_date", "entry__settlement_date")
    by_day = rows.order_by().annotate(settles_on=due_on)
    return by_day.values_list("receipt__agreement_id", "settles_on").annotate(total=Sum("amount"))


def adjusted(asked: Asked) -> Mapping[int, Decimal]:
    """The net of all adjustments by the day, paid or not, by the agreement; one query."""
    if asked.known_at is None:
        aggregates = SaleAggregate.objects.filter(
            kind="adjustment", agreement__issuer=asked.issuer, trade_date__lte=asked.as_of
        )
        return dict(aggregates.order_by().values_list("agreement_id").annotate(sum=Sum("net")))
    sales = Sale.objects.filter(
        adjusts__isnull=False,
        agreement__issuer=asked.issuer,
        trade_date__lte=asked.as_of,
        recorded_at__lte=asked.known_at,
    )
    return dict(sales.order_by().values_list("agreement_id").annotate(sum=Sum("net")))


class Cash:
    """Cash received and open of each line of the report."""

    def __init__(self, asked: Asked) -> None:
        self._received = received_by_day(asked)
        self._adjusted = adjusted(asked)

    def of(self, day: Day) -> tuple[Decimal, Decimal]:
        """Dollars received, and those still open: expected less received."""
        received = self._received.get((day.agreement, day.settles_on), ZERO)
        if day.settles_on is None:
            return received, self._adjusted.get(day.agreement, ZERO) - received
        return received, day.due.net - received
