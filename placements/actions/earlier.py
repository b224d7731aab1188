"""Capacities of earlier days: a sale booked late must fit into the capacity of its day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from neoequity.books.fields import MoneyField
from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason, cite
from placements.models import Agreement, DayTotal, SaleAggregate, TermVersion
from placements.terms.notice import SaleNotice


def sold_before(agreements: Iterable[Agreement]) -> QuerySet[TermVersion, Any]:
    """The question for the gross traded before each later version of the terms began.

    Its rows are the key of the version and the gross. Counts only sales that stand: a sale whose
    reversal takes effect later would block the corrected one booked in its place. On the days
    between, both count, and the pages say so. Reads `versions`.
    """
    later = [row.pk for agreement in agreements for row in agreement.versions.all()[1:]]
    if not later:
        return TermVersion.objects.none().values_list("pk", "number")
    same = {"agreement": OuterRef("agreement")}
    days = DayTotal.objects.filter(**same, day__lt=OuterRef("effective_on"))
    reversed_later = SaleAggregate.objects.filter(
        **same,
        trade_date__lt=OuterRef("effective_on"),
        reversed_on__gte=OuterRef("effective_on"),
    )
    versions = TermVersion.objects.filter(pk__in=later).order_by()
    sold = versions.annotate(sold=_gross_of(days) - _gross_of(reversed_later))
    return sold.values_list("pk", "sold")


def _gross_of(rows: QuerySet[DayTotal] | QuerySet[SaleAggregate]) -> Coalesce:
    summed = rows.order_by().values("agreement").annotate(gross_sum=Sum("gross"))
    return Coalesce(Subquery(summed.values("gross_sum")), Value(ZERO), output_field=MoneyField())


class EarlierCapacity:
    """The capacity, in dollars, of the days before `until`, and the gross `sold` on them."""

    def __init__(self, until: date, capacity: Decimal, page: str, sold: Decimal) -> None:
        self.until = until
        self.capacity = capacity
        self.page = page
        self.sold = sold

    def against(self, notice: SaleNotice, agreement: str) -> Iterator[Reason]:
        """The reason against a sale of one of those days that exceeds what they have left."""
        gross, left = notice.gross_amount, self.capacity - self.sold
        if notice.trade_date < self.until and gross > left:
            yield Reason(
                f"The sale's gross of {dollars(gross)} is more than the {dollars(left)} that the "
                f"{agreement} had left before {self.until} of {dollars(self.capacity)}"
                f"{cite(self.page)}.",
                "shares",
            )

    def enter(self, notice: SaleNotice) -> None:
        """Count a sale that is booked."""
        if notice.trade_date < self.until:
            self.sold += notice.gross_amount


def earlier_capacities(agreement: Agreement, sold: Mapping[int, Decimal]) -> list[EarlierCapacity]:
    """One for each day on which new terms began; `sold` comes from `sold_before`."""
    versions = list(agreement.versions.all())
    return [
        EarlierCapacity(
            until=after.effective_on,
            capacity=before.capacity,
            page=agreement.cited(versions[: before.number]).get("capacity", ""),
            sold=sold[after.pk],
        )
        for before, after in pairwise(versions)
        if before.effective_on < after.effective_on
    ]
