"""Selling an agreement to its last cent: what it costs in all, and that there is not one more."""

from decimal import Decimal

import pytest

from neoequity.people.models import User
from placements.actions.sale import record_sale, record_sales
from placements.models import Agreement, Placement
from placements.selectors.positions import position
from placements.terms.notice import SaleNotice
from tests.books import refused
from tests.factories import TODAY, AgreementFactory, PlacementFactory, notice_of


def open_placement(agreement: Agreement, by: User) -> Placement:
    """A placement so large and cheap that only the agreement's capacity limits it."""
    placement: Placement = PlacementFactory(
        agreement=agreement,
        shares_offered=2_500_000,
        minimum_price=Decimal("0.01"),
        accepted=True,
        by=by,
    )
    return placement


def ragged(placement: Placement, total: str, number: int) -> list[SaleNotice]:
    """So many unequal sales that add up to the total, none of them a round sum."""
    left, notices = Decimal(total), []
    for rest in range(number, 0, -1):
        gross = (left / rest).quantize(Decimal("0.01")) + Decimal("0.37") * (rest % 3 - 1)
        gross = left if rest == 1 else gross
        left -= gross
        price = (gross / 1000).quantize(Decimal("0.000001"))
        notices.append(notice_of(placement, 1000, str(price), gross=gross))
    return notices


@pytest.mark.parametrize(
    ("other", "capacity", "largest_commission"),
    [(False, "25000000.00", "900000.00"), (True, "8400000.00", "336000.00")],
    ids=["Sales Agreement", "Other Agreement"],
)
def test_the_whole_capacity_in_many_sales_costs_the_largest_commission_exactly(
    treasurer: User, other: bool, capacity: str, largest_commission: str
) -> None:
    agreement = AgreementFactory(other=other)
    placement = open_placement(agreement, treasurer)
    sales = record_sales(ragged(placement, capacity, 777), by=treasurer, today=TODAY)
    stands = position(agreement, TODAY)
    assert stands.capacity.remaining == 0
    assert stands.commission == agreement.largest_commission == Decimal(largest_commission)
    assert sum(sale.commission for sale in sales) == Decimal(largest_commission)
    with refused(
        f"The sale's gross of $0.01 is more than the $0.00 that the {agreement.name} has left of "
        f"${agreement.capacity:,} (p. S-11)."
    ):
        cent = notice_of(placement, 1, "0.01", method="other")
        record_sale(cent, by=treasurer, today=TODAY)


def test_one_cent_too_many_in_the_last_sale_of_a_batch_refuses_the_batch(treasurer: User) -> None:
    placement = open_placement(AgreementFactory(), treasurer)
    notices = ragged(placement, "25000000.00", 50)
    last = notices[-1]
    assert last.gross is not None
    more = last.gross + Decimal("0.01")
    notices[-1] = last._replace(gross=more, price=more / 1000)
    with refused(
        f"The sale's gross of ${more:,} is more than the ${last.gross:,} "
        "that the Sales Agreement has left of $25,000,000.00 (p. S-11)."
    ):
        record_sales(notices, by=treasurer, today=TODAY)
