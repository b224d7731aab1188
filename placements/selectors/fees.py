"""How an agreement's figures came about: commission tier by tier, reservations one by one."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum

from placements.models import DayTotal, FeeTier, PlacementEvent, TermVersion
from placements.models.agreement import tiers_in_force
from placements.selectors.positions import Position
from placements.selectors.sales import sales_as_of
from placements.terms.capacity import reservation
from placements.terms.lifecycle import RESERVING
from placements.terms.money import ZERO


class TierWorking(NamedTuple):
    """One tier, used or not: dollars of gross in it and the commission on them, unrounded."""

    above: Decimal
    ends: Decimal
    rate: Decimal
    page: str
    gross: Decimal
    amount: Decimal


class ScheduleSum(NamedTuple):
    """The gross and commission, in dollars, of the days on which a fee schedule was in force."""

    version: TermVersion
    tiers: list[FeeTier]
    gross: Decimal
    commission: Decimal


class Reservation(NamedTuple):
    """Unsold shares of an open placement at the price that reserves them, in dollars."""

    placement: PlacementEvent
    shares: int
    price: Decimal
    has_minimum: bool
    dollars: Decimal


def tier_workings(position: Position) -> list[TierWorking]:
    """Every tier in force within the capacity."""
    limit = position.capacity.limit
    used = {part.tier.above: part for part in position.workings}
    tiers = [tier for tier in position.in_force.tiers if tier.above < limit]
    ends = [*(tier.above for tier in tiers[1:]), limit]
    return [
        TierWorking(
            above=tier.above,
            ends=end,
            rate=tier.rate,
            page=tier.page,
            gross=used[tier.above].dollars if tier.above in used else ZERO,
            amount=used[tier.above].amount if tier.above in used else ZERO,
        )
        for tier, end in zip(tiers, ends, strict=True)
    ]


def schedule_sums(
    position: Position, as_of: date, known_at: datetime | None = None
) -> list[ScheduleSum]:
    """What was sold while each fee schedule was in force, where there was more than one.

    A reversal counts on its own day, at the tiers of the sale that it reverses. One query, over
    days and not over sales but for an earlier moment.
    """
    agreement, versions = position.agreement, position.in_force.versions
    numbers = {tier.version for tier in agreement.fee_tiers.all()}
    starts = [each for each in versions if each.number in numbers]
    ends = [*(version.effective_on for version in starts[1:]), date.max]
    rows: QuerySet[Any] = DayTotal.objects.filter(agreement=agreement, day__lte=as_of)
    day = "day"
    if known_at is not None:
        rows, day = sales_as_of(as_of, known_at).filter(agreement=agreement), "trade_date"
    asked = {}
    for version, end in zip(starts, ends, strict=True):
        within = Q(**{f"{day}__lt": end})
        if version.number > 1:
            within &= Q(**{f"{day}__gte": version.effective_on})
        for column in ("gross", "commission"):
            asked[f"{column}_{version.number}"] = Sum(column, filter=within)
    sums = rows.order_by().aggregate(**asked)
    return [
        ScheduleSum(
            version,
            tiers_in_force(agreement.fee_tiers.all(), version.number),
            sums[f"gross_{version.number}"] or ZERO,
            sums[f"commission_{version.number}"] or ZERO,
        )
        for version, end in zip(starts, ends, strict=True)
        if version.effective_on < end
    ]


def reservations(placements: Iterable[PlacementEvent]) -> list[Reservation]:
    """What each of these rows of `placements_as_of` holds back, if it is open."""
    return [
        Reservation(
            placement=row,
            shares=row.unsold_then,
            price=row.minimum_then or row.expected_then or ZERO,
            has_minimum=row.minimum_price is not None,
            dollars=reservation(row.unsold_then, row.minimum_then, row.expected_then),
        )
        for row in placements
        if row.status in RESERVING
    ]
