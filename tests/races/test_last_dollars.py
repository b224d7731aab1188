"""Sixteen processes race for the last $100,000: with the lock, and first without it."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from neoequity.people.models import User
from placements.models import Agreement, Placement, Sale
from placements.selectors.ledger import prove_ledger
from tests.factories import PlacementFactory, sell
from tests.races import racers
from tests.races.conftest import Race

RUNNERS = 16
NOTHING_LEFT = (
    "The sale's gross of $10,000.00 is more than the $0.00 that the Sales Agreement has left of "
    "$25,000,000.00 (p. S-11)."
)


@pytest.fixture
def placement(agreement: Agreement, person: User) -> Placement:
    """All but $100,000 of the Sales Agreement is sold."""
    accepted = PlacementFactory(
        agreement=agreement,
        shares_offered=10_000_000,
        minimum_price=Decimal(1),
        accepted=True,
        by=person,
    )
    sell(accepted, 6_225_000, "4.00", by=person)
    return accepted


def gross_of_all_sales() -> Decimal:
    return Decimal(Sale.objects.aggregate(gross=Sum("gross"))["gross"])


def test_without_lock_and_triggers_all_sixteen_sell_and_the_agreement_is_oversold(
    placement: Placement, race: Race
) -> None:
    assert race(racers.sell_ten_thousand_dollars_unguarded, RUNNERS) == ["sold"] * 16
    assert gross_of_all_sales() == Decimal("25060000.00")


def test_ten_sell_the_last_hundred_thousand_and_six_are_told_that_nothing_is_left(
    placement: Placement, race: Race
) -> None:
    assert race(racers.sell_ten_thousand_dollars, RUNNERS) == ["sold"] * 10 + [NOTHING_LEFT] * 6
    assert gross_of_all_sales() == Decimal("25000000.00")
    assert Agreement.objects.get().commission_sold == Decimal("900000.00")
    assert prove_ledger().differences == []
