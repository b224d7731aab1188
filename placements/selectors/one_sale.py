"""The calculation of one sale's figures: its tiers, splits since, and settlement date."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from neoequity.books.calendar import day_kind
from neoequity.books.models import ExceptionalDay
from neoequity.books.money import ZERO
from placements.models import Sale, Split
from placements.models.counted import counted
from placements.models.settling import by_the_rule
from placements.terms.commission import Move
from placements.terms.ending import is_ended
from placements.terms.fees import Slice
from placements.terms.notice import AgreementTerms
from placements.terms.split import StockSplit, price_on, shares_on

# The parties may agree on a distant date; nobody reads a longer list.
_MOST_DAYS = 45
_RATE_STEP = Decimal("0.000001")


class CommissionWorkings(NamedTuple):
    """A sale's step from `before` to `after`, cumulative gross in trade order, tier by tier.

    Without slices its commission is `stated`. A `second_fee` stands beside either. The `terms` of
    its day are read for these two only.
    """

    before: Decimal
    after: Decimal
    slices: Sequence[Slice]
    commission: Decimal
    terms: AgreementTerms | None = None
    stated: Decimal | None = None
    second_fee: Decimal | None = None

    @property
    def rounding(self) -> Decimal:
        """Cents by which the posted commission differs from the amounts of the slices."""
        if self.stated is not None:
            return ZERO
        amounts = sum((part.amount for part in self.slices), self.second_fee or ZERO)
        return self.commission - amounts

    @property
    def stated_rate(self) -> Decimal | None:
        """What was stated as a fraction of the gross, six decimals half-up."""
        if self.stated is None:
            return None
        return (self.stated / (self.after - self.before)).quantize(_RATE_STEP, ROUND_HALF_UP)


def commission_workings(sale: Sale) -> CommissionWorkings:
    """The calculation of a posted sale's commission, from what stood before it in trade order.

    As known when it was posted; what was displaced since is in the adjustments of its day.
    """
    same_day = Q(trade_date=sale.trade_date, number__lt=sale.number)
    earlier = Sale.objects.filter(
        Q(trade_date__lt=sale.trade_date) | same_day,
        agreement=sale.agreement_id,
        recorded_at__lte=sale.recorded_at,
    )
    traded = Coalesce("reverses__trade_date", F("trade_date"))
    by_day = earlier.order_by().annotate(traded_on=traded).values_list("traded_on")
    sums = by_day.annotate(total=Sum("gross"))
    agreement = sale.agreement
    schedules = agreement.schedules()
    past = [Move(day, day, gross) for day, gross in sums]
    standing = schedules.standing(past, sale.trade_date)
    before = sum(standing, ZERO)
    stated = sale.commission_stated
    return CommissionWorkings(
        before,
        before + sale.gross,
        schedules.workings(standing, sale.trade_date, sale.gross),
        sale.commission,
        None if stated is None and sale.second_fee is None else agreement.terms(sale.trade_date),
        stated,
        sale.second_fee,
    )


def adjustments_of(sale: Sale, as_of: date) -> QuerySet[Sale]:
    """The adjustments that an entry caused, and those that concern its trade day."""
    of_the_day = Q(agreement=sale.agreement_id, concerns=sale.trade_date)
    adjustments = Sale.objects.filter(Q(adjusts=sale) | of_the_day, trade_date__lte=as_of)
    return adjustments.select_related("agreement", "adjusts__agreement").order_by("number")


class AfterSplits(NamedTuple):
    """A sale's shares and price restated in the shares of a day, after these splits."""

    splits: list[StockSplit]
    shares: int
    price: Decimal


def counted_after_splits(sale: Sale, as_of: date) -> AfterSplits | None:
    """The restated shares and price of a sale or reversal; None without a split since."""
    if sale.adjusts_id is not None:
        return None
    issuer, traded = sale.agreement.issuer_id, (sale.reverses or sale).trade_date
    splits = [
        split for split in Split.by_issuer(as_of, issuers=[issuer])[issuer] if split.on > traded
    ]
    if not splits:
        return None
    return AfterSplits(
        splits,
        shares_on(as_of, [(traded, sale.shares)], splits),
        price_on(as_of, sale.price, traded, splits),
    )


class Left(NamedTuple):
    """What can be sold before and after a reversal: dollars of capacity, shares of a placement."""

    capacity: Decimal
    capacity_after: Decimal
    shares: int
    shares_after: int


def left_around(sale: Sale, today: date) -> Left:
    """What is left today, and what would be if the sale were reversed; shares are those of today.

    Nothing is, and nothing comes back, once the agreement has ended.
    """
    ended = is_ended(sale.agreement.terminated_on, today)
    capacity = ZERO if ended else sale.agreement.capacity - sale.agreement.gross_sold
    placement = counted([sale.placement])[sale.placement_id]
    left = placement.left()
    placement.enter(sale.trade_date, -sale.shares)
    return Left(capacity, capacity if ended else capacity + sale.gross, left, placement.left())


class CountedDay(NamedTuple):
    """A day after the trade date; `nth` counts settlement days and is None on others."""

    day: date
    kind: str
    nth: int | None


def settles_otherwise(sale: Sale) -> date | None:
    """The settlement date by today's calendar, if it differs from the posted one.

    None for a reversal, and where the parties agreed on a date of their own.
    """
    if sale.settlement_date is None or sale.settlement_reason:
        return None
    calendar = by_the_rule(sale, ExceptionalDay.exceptions())
    return None if calendar == sale.settlement_date else calendar


def counted_days(trade_date: date, settles: date) -> list[CountedDay]:
    """Every day after the trade date up to the settlement date, counted or skipped.

    At most 45 days, even if the parties agreed on a later date.
    """
    exceptions = ExceptionalDay.exceptions()
    days: list[CountedDay] = []
    count = 0
    for ahead in range(1, min((settles - trade_date).days, _MOST_DAYS) + 1):
        day = trade_date + timedelta(days=ahead)
        kind = day_kind(day, exceptions)
        count += kind.settlement
        days.append(CountedDay(day, kind.source, count if kind.settlement else None))
    return days
