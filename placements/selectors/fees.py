"""How an agreement's figures came about: commission tier by tier, reservations one by one."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from placements.models import PlacementEvent
from placements.selectors.positions import Position
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


def reservations(placements: Iterable[PlacementEvent]) -> list[Reservation]:
    """What each of these rows of `placements_as_of` holds back, if it is open."""
    return [
        Reservation(
            placement=row,
            shares=row.unsold_then,
            price=row.minimum_price or row.expected_price or ZERO,
            has_minimum=row.minimum_price is not None,
            dollars=reservation(row.unsold_then, row.minimum_price, row.expected_price),
        )
        for row in placements
        if row.status in RESERVING
    ]
