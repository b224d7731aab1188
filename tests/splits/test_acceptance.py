"""An acceptance is held against the books of its day and of every day since."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.people.models import User
from placements.actions.placement import move_placement
from placements.models import Agreement, Placement
from placements.selectors.positions import position
from tests.books import refused
from tests.constraints.rows import refused_by_database, update
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
)
from tests.splits.conftest import MONDAY, THURSDAY, TUESDAY, split
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
SIGNED = date(2001, 10, 1)


@built_once
def treasurer() -> User:
    found: User = UserFactory()
    return found


@built_once
def agreement() -> Agreement:
    """$10,000,000 may be sold."""
    made: Agreement = AgreementFactory(capacity=Decimal(10_000_000), largest_commission=None)
    return made


def proposed(agreement: Agreement, shares: int, price: str, by: User) -> Placement:
    made: Placement = PlacementFactory(
        agreement=agreement,
        shares_offered=shares,
        minimum_price=Decimal(price),
        proposed=True,
        by=by,
    )
    return made


def accept(placement: Placement, by: User, on: date) -> Placement:
    return move_placement(placement, "accept", on=on, by=by, today=TODAY)


def accept_raw(placement: Placement, on: date) -> int:
    return update(placement, status="accepted", status_on=on, accepted_on=on)


def test_what_was_sold_on_the_day_counts_though_it_was_reversed_since(
    agreement: Agreement, treasurer: User
) -> None:
    first = PlacementFactory(agreement=agreement, accepted=True, closed=False, by=treasurer)
    sale = sell(first, 1_000_000, "8.00", by=treasurer, trade_date=MONDAY)
    reverse_sale(sale, on=THURSDAY, reason="Never traded", by=treasurer, today=TODAY)
    move_placement(first, "close", on=THURSDAY, by=treasurer, today=TODAY)
    second = proposed(agreement, 1_000_000, "5.00", treasurer)
    for day in (MONDAY, TUESDAY):
        with refused(
            "Placement 2 needs $5,000,000.00 (1,000,000 shares at $5.0000), more than the "
            f"$2,000,000.00 that the Sales Agreement had free on {day} of $10,000,000.00 "
            "(p. S-11)."
        ):
            accept(second, treasurer, day)
        with refused_by_database("An accepted placement must fit into what its agreement has free"):
            accept_raw(second, day)
    accept(second, treasurer, THURSDAY)
    assert position(agreement, THURSDAY).capacity.free == Decimal("5000000.00")


def test_what_was_sold_after_the_day_counts_too(agreement: Agreement, treasurer: User) -> None:
    first = PlacementFactory(agreement=agreement, accepted=True, by=treasurer)
    sale = sell(first, 1_000_000, "8.00", by=treasurer, trade_date=TUESDAY)
    reverse_sale(sale, on=THURSDAY, reason="Never traded", by=treasurer, today=TODAY)
    move_placement(first, "close", on=THURSDAY, by=treasurer, today=TODAY)
    second = proposed(agreement, 1_000_000, "5.00", treasurer)
    with refused(
        "Placement 2 needs $5,000,000.00 (1,000,000 shares at $5.0000), more than the "
        f"$2,000,000.00 that the Sales Agreement had free on {TUESDAY} of $10,000,000.00 (p. S-11)."
    ):
        accept(second, treasurer, MONDAY)


def test_what_other_placements_reserved_on_the_day_counts(
    agreement: Agreement, treasurer: User
) -> None:
    first = PlacementFactory(
        agreement=agreement, minimum_price=Decimal("9.00"), accepted=True, by=treasurer
    )
    second = proposed(agreement, 1_000_000, "5.00", treasurer)
    move_placement(first, "close", on=THURSDAY, by=treasurer, today=TODAY)
    with refused(
        "Placement 2 needs $5,000,000.00 (1,000,000 shares at $5.0000), more than the "
        f"$1,000,000.00 that the Sales Agreement had free on {TUESDAY} of $10,000,000.00 (p. S-11)."
    ):
        accept(second, treasurer, TUESDAY)
    with refused_by_database("An accepted placement must fit"):
        accept_raw(second, TUESDAY)
    accept(second, treasurer, THURSDAY)


def test_reservations_and_needs_count_the_shares_of_each_day(
    agreement: Agreement, treasurer: User
) -> None:
    PlacementFactory(
        agreement=agreement, minimum_price=Decimal("6.00"), accepted=True, by=treasurer
    )
    second = proposed(agreement, 1_000_000, "4.00", treasurer)
    third = proposed(agreement, 1_000_000, "4.01", treasurer)
    split(treasurer)
    with refused(
        "Placement 3 needs $4,010,000.00 (40,000 shares at $100.2500), more than the $4,000,000.00 "
        "that the Sales Agreement has free of $10,000,000.00 (p. S-11)."
    ):
        accept(third, treasurer, TUESDAY)
    with refused_by_database("An accepted placement must fit"):
        accept_raw(third, THURSDAY)
    accept(second, treasurer, THURSDAY)
    held = position(agreement, TODAY)
    assert held.capacity.reserved == Decimal("10000000.00")
    assert held.capacity.free == 0
