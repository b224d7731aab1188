"""Nothing is found in books that are in order, however much was sold."""

from decimal import Decimal

from placements.models import Agreement
from placements.selectors.ledger import prove_ledger
from tests.factories import TODAY, PlacementFactory, reverse_sale, sell_many


def test_empty_books_are_in_order(db: None) -> None:
    assert prove_ledger().differences == []


def test_sales_over_tiers_reversed_out_of_turn_are_in_order(db: None) -> None:
    placement = PlacementFactory(accepted=True, shares_offered=2_000_000)
    sold = sell_many(placement, 7, shares=200_007, price="9.123457")
    for sale in sold[1:3]:
        reverse_sale(sale, on=TODAY, reason="Wrong", by=sale.recorded_by, today=TODAY)

    assert prove_ledger().differences == []
    assert Agreement.objects.get().gross_sold == Decimal("9123776.30")
