"""What agreements sold in a period, from the totals by day: no sale is read."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from neoequity.reports.sold import Figures
from placements.models import DayTotal
from placements.selectors.counted import Splits, shares_of_aggregates_by
from placements.selectors.positions import Position
from placements.selectors.sale_aggregates import aggregates_as_of


class SoldInPeriod(NamedTuple):
    """An agreement with what it sold in a period; the slug is empty for all of them together."""

    slug: str
    name: str
    figures: Figures


def sold_in_period(
    positions: Sequence[Position], since: date, until: date, as_of: date, splits: Splits
) -> list[SoldInPeriod]:
    """Each agreement that sold or took back anything, then, of several, all together.

    Reversals take back on their own day, adjustments add commission on theirs; shares are those of
    the day. One query, three after a split; they grow with days, and not with sales.
    """
    summed = _by_agreement(since, until)
    traded = aggregates_as_of(as_of).filter(trade_date__range=(since, until))
    shares = shares_of_aggregates_by(("agreement_id",), as_of, traded, splits)
    if shares is not None:
        summed = {
            key: figures._replace(shares=shares.get((key,), 0)) for key, figures in summed.items()
        }
    rows = [
        SoldInPeriod(each.agreement.slug, each.in_force.terms.name, summed[each.agreement.pk])
        for each in positions
        if any(summed.get(each.agreement.pk, ()))
    ]
    if len(rows) > 1:
        total = Figures()
        for row in rows:
            total = total.plus(row.figures)
        rows.append(SoldInPeriod("", "All agreements", total))
    return rows


def _by_agreement(since: date, until: date) -> dict[int, Figures]:
    days = DayTotal.objects.filter(day__range=(since, until)).order_by().values_list("agreement_id")
    sums = {f"{name}_sum": Sum(name) for name in Figures._fields}
    return {key: Figures(*figures) for key, *figures in days.annotate(**sums)}
