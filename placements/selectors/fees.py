"""The calculation of an agreement's figures: commission by tier, reservations by placement."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from neoequity.books.money import ZERO
from placements.models import FeeTier, PlacementEvent, Sale, TermVersion
from placements.models.agreement import fee_schedule_of, tiers_in_force
from placements.models.standing import moves_known_at, past_moves
from placements.selectors.positions import Position
from placements.terms.capacity import reservation
from placements.terms.fees import AS_STATED
from placements.terms.lifecycle import RESERVING


class TierWorking(NamedTuple):
    """One tier, used or not: the dollars of gross in it and their commission, unrounded."""

    above: Decimal
    ends: Decimal
    rate: Decimal
    page: str
    gross: Decimal
    amount: Decimal


class ScheduleSum(NamedTuple):
    """The standing gross of a fee schedule's trade days, and its commission, in dollars."""

    version: TermVersion
    tiers: list[FeeTier]
    gross: Decimal
    commission: Decimal


class Apart(NamedTuple):
    """The commission that no fee tiers give, in dollars: as stated, and second fees."""

    stated: Decimal
    second_fees: Decimal

    @property
    def total(self) -> Decimal:
        """Both."""
        return self.stated + self.second_fees


class Reservation(NamedTuple):
    """Unsold shares of an open placement at the price that reserves them, in dollars."""

    placement: PlacementEvent
    shares: int
    price: Decimal
    has_minimum: bool
    dollars: Decimal


def tier_workings(position: Position) -> list[TierWorking]:
    """Every tier in force within the capacity."""
    if not position.in_force.tiers:
        return []
    limit = position.capacity.limit
    by_tiers = fee_schedule_of(position.in_force.tiers)
    used = {part.tier.above: part for part in by_tiers.workings(ZERO, position.capacity.sold)}
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


def commission_by_tiers(position: Position, gross: Decimal | None = None) -> Decimal:
    """What the fee tiers in force cost on a gross (default: on all that is sold); else nothing."""
    if not position.in_force.tiers:
        return ZERO
    sold = position.capacity.sold if gross is None else gross
    return fee_schedule_of(position.in_force.tiers).commission(sold)


def commission_apart(position: Position, as_of: date, known_at: datetime | None = None) -> Apart:
    """What entries by the day stated, and their second fees; no query unless terms are mixed.

    Where each sale stated its commission and nothing else, that is all of it.
    """
    terms = position.in_force.versions
    if all(each.second_fee_rate is None for each in terms):
        stated = {each.commission_maximum_rate is not None for each in terms}
        if len(stated) == 1:
            return Apart(position.commission if stated.pop() else ZERO, ZERO)
    rows = Sale.objects.filter(agreement=position.agreement, trade_date__lte=as_of)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    sums = rows.aggregate(
        stated=Sum("commission_stated", default=ZERO),
        second_fees=Sum("second_fee", default=ZERO),
    )
    return Apart(**sums)


def schedule_sums(
    position: Position, as_of: date, known_at: datetime | None = None
) -> list[ScheduleSum]:
    """The standing gross and commission of each fee schedule, for when there was more than one.

    Each is priced on top of those before it. Reads day totals; sales only for an earlier moment.
    """
    agreement, begun = position.agreement, position.schedules_begun
    schedules = agreement.schedules(position.in_force.versions)
    if known_at is None:
        past = past_moves({agreement.pk: schedules})[agreement.pk]
    else:
        past = moves_known_at(agreement.pk, known_at)
    standing = schedules.standing(past, as_of)
    sums, before = [], ZERO
    for version, gross in zip(begun, standing, strict=True):
        tiers = tiers_in_force(agreement.fee_tiers.all(), version, version.number)
        fees = fee_schedule_of(tiers) if tiers else AS_STATED
        commission = fees.commission_between(before, before + gross)
        sums.append(ScheduleSum(version, tiers, gross, commission))
        before += gross
    return sums


def reservations(placements: Iterable[PlacementEvent]) -> list[Reservation]:
    """What each open placement among these rows of `placements_as_of` reserves."""
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
