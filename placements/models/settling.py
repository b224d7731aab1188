"""Undelivered sales that would settle on another day by today's calendar."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from neoequity.books.calendar import Exceptions, settlement_date
from placements.models.agreement import Agreement
from placements.models.sale import Sale
from placements.models.sale_aggregate import SaleAggregate
from placements.terms.exceptional_day import Moved


class Otherwise(NamedTuple):
    """A posted sale, and the settlement date that the calendar now gives."""

    sale: Sale
    calendar: date

    def told(self) -> Moved:
        """The sale in words; reads its agreement."""
        sale = self.sale
        name = f"{sale.agreement.name}, sale {sale.number}"
        assert sale.settlement_date is not None  # noqa: S101  # a CHECK: every sale has one
        return Moved(name, sale.trade_date, sale.settlement_date, self.calendar)


def settling_otherwise(exceptions: Exceptions) -> list[Otherwise]:
    """Standing, undelivered sales for which the rule gives another day with these `exceptions`.

    Leaves out sales whose settlement date the parties agreed on. The aggregates narrow down the
    sales to read, however many there are; four queries.
    """
    waiting = SaleAggregate.objects.filter(
        settlement_date__isnull=False, delivered_on=None, reversed_on=None
    )
    aggregates = list(
        waiting.order_by().values_list("agreement_id", "trade_date", "settlement_date").distinct()
    )
    keys = {agreement for agreement, _, _ in aggregates}
    agreements = Agreement.objects.prefetch_related("versions").in_bulk(keys)
    moved = [
        (agreement, traded, settles)
        for agreement, traded, settles in aggregates
        if {*_by_any_version(agreements[agreement], traded, exceptions)} != {settles}
    ]
    sales = Sale.objects.filter(
        agreement__in={agreement for agreement, _, _ in moved},
        trade_date__in={traded for _, traded, _ in moved},
        settlement_date__in={settles for _, _, settles in moved},
        settlement_reason="",
        reverses=None,
        reversal=None,
        delivery=None,
    )
    otherwise = []
    for sale in sales.order_by("agreement__slug", "number") if moved else ():
        sale.agreement = agreements[sale.agreement_id]
        calendar = by_the_rule(sale, exceptions)
        if calendar != sale.settlement_date:
            otherwise.append(Otherwise(sale, calendar))
    return otherwise


def _by_any_version(agreement: Agreement, traded: date, exceptions: Exceptions) -> Iterator[date]:
    for days in {version.settlement_days for version in agreement.versions.all()}:
        yield settlement_date(traded, days, exceptions)


def by_the_rule(sale: Sale, exceptions: Exceptions) -> date:
    """Its settlement date by the terms of its trade date, as known when it was posted."""
    version = sale.agreement.versions_by(sale.trade_date, sale.recorded_at)[-1]
    return settlement_date(sale.trade_date, version.settlement_days, exceptions)
