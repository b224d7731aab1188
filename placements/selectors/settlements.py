"""Open settlements on a day: overdue, due and coming deliveries, and unpaid adjustments."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, CharField, Q, Sum, Value, When

from neoequity.books.money import ZERO
from placements.models import Sale
from placements.selectors.counted import Splits, shares_by
from placements.selectors.sale_aggregates import open_aggregates
from placements.terms.split import shares_on


class Group(NamedTuple):
    """A group of open settlements with its totals; net in dollars, shares as of the day."""

    name: str
    sales: int
    shares: int
    net: Decimal


def groups(as_of: date, splits: Splits) -> list[Group]:
    """The groups that have sales, in the order of their settlement dates.

    `splits` are those by the day. One query, or two after a split.
    """
    conditions = {
        "overdue": Q(settlement_date__lt=as_of),
        "today": Q(settlement_date=as_of),
        "coming": Q(settlement_date__gt=as_of),
        "adjustments": Q(kind="adjustment"),
    }
    sums = {
        f"{name}_{column}": Sum(column, filter=condition)
        for name, condition in conditions.items()
        for column in ("sales", "shares", "net")
    }
    aggregates = open_aggregates(as_of)
    totals = aggregates.order_by().aggregate(**sums)
    whens = [When(condition, then=Value(name)) for name, condition in conditions.items()]
    grouped = aggregates.annotate(group=Case(*whens, output_field=CharField()))
    shares = shares_by(("group",), as_of, grouped, splits)
    return [
        Group(
            name,
            totals[f"{name}_sales"],
            totals[f"{name}_shares"] if shares is None else shares[name,],
            totals[f"{name}_net"] or ZERO,
        )
        for name in conditions
        if totals[f"{name}_sales"]
    ]


def to_deliver(sales: Iterable[Sale], as_of: date, splits: Splits) -> list[tuple[Sale, int]]:
    """Each sale with the shares to deliver for it, in those of the day, after the `splits` by it.

    Reads the agreement of each, so join it.
    """

    def in_shares_of_the_day(sale: Sale) -> int:
        own = splits.get(sale.agreement.issuer_id, ())
        return shares_on(as_of, [(sale.trade_date, sale.shares)], own)

    return [(sale, in_shares_of_the_day(sale)) for sale in sales]


def group_of(sale: Sale, as_of: date) -> str:
    """The name of the group of an open sale or adjustment on the day."""
    if sale.settlement_date is None:
        return "adjustments"
    if sale.settlement_date > as_of:
        return "coming"
    return "today" if sale.settlement_date == as_of else "overdue"
