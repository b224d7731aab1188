"""Capacity is told once 80, 95 and 100% are sold, to the cent."""

from decimal import Decimal

import pytest

from neoequity.notices.notice import Urgency
from placements.models import Placement
from tests.factories import AgreementFactory, PlacementFactory, ShelfFactory, sell
from tests.notices.conftest import Told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def placement(db: None) -> Placement:
    """An agreement of $10,000,000.00 from a shelf of $20,000,000.00, of which half was sold."""
    shelf = ShelfFactory(amount=Decimal("20000000.00"), sold_before_gross=Decimal("10000000.00"))
    agreement = AgreementFactory(shelf=shelf, capacity=Decimal("10000000.00"))
    return PlacementFactory(
        agreement=agreement, accepted=True, shares_offered=2_500_000, minimum_price=Decimal("3.00")
    )


def test_a_cent_below_80_percent_nothing_is_told(told: Told, placement: Placement) -> None:
    sell(placement, 2_000_000, "4.0000", gross=Decimal("7999999.99"))
    assert told(kind="agreement_capacity") == []


def test_at_80_percent_it_is_told_with_what_remains(told: Told, placement: Placement) -> None:
    sell(placement, 2_000_000, "4.00")
    (notice,) = told(kind="agreement_capacity")
    assert notice.text == (
        "Under the Sales Agreement, $8,000,000.00 of $10,000,000.00 (80.0%) has been sold as of "
        "Nov 13, 2001; $2,000,000.00 remains."
    )
    assert notice.urgency is Urgency.INFORMATION
    assert notice.key == "agreement_capacity:sales-agreement:80"


@pytest.mark.parametrize(("shares", "percent"), [(2_375_000, 95), (2_374_999, 80)])
def test_at_95_percent_it_is_told_anew(
    told: Told, placement: Placement, shares: int, percent: int
) -> None:
    sell(placement, shares, "4.00")
    (notice,) = told(kind="agreement_capacity")
    assert notice.key == f"agreement_capacity:sales-agreement:{percent}"


def test_what_is_sold_to_the_last_cent_is_told_and_not_said_twice(
    told: Told, placement: Placement
) -> None:
    sell(placement, 2_500_000, "4.00")
    (notice,) = told(kind="agreement_capacity")
    assert notice.text.endswith("(100.0%) has been sold as of Nov 13, 2001; $0.00 remains.")
    assert notice.urgency is Urgency.SOON
    assert not [each for each in told(kind="sales_blocked") if "are sold" in each.text]


def test_a_shelf_counts_what_was_sold_before_the_agreements(
    told: Told, placement: Placement
) -> None:
    sell(placement, 1_500_000, "4.00")
    (notice,) = told(kind="shelf_capacity")
    assert notice.text == (
        "From Form S-3 333-53108, $16,000,000.00 of $20,000,000.00 (80.0%) has been sold as of "
        "Nov 13, 2001; $4,000,000.00 remains."
    )
    assert notice.href == "/company/limits/?issuer=neotherapeutics"


def test_an_auditor_need_not_act_on_capacity(told: Told, placement: Placement) -> None:
    sell(placement, 2_000_000, "4.00")
    assert told("Auditor", kind="agreement_capacity") == []
