"""Two wires for one sale: without the lock both are allocated to it, with the lock one is."""

import pytest
from django.db.models import Sum

from neoequity.people.models import User
from placements.models import Agreement, CashTotal, Receipt, ReceiptPart, Sale
from placements.selectors.ledger import prove_ledger
from tests.cash.receiving import received
from tests.factories import PlacementFactory, sell
from tests.races import racers
from tests.races.conftest import Race


@pytest.fixture
def sale(agreement: Agreement, person: User) -> Sale:
    """A sale of $3,840.00 net, and two wires of as much that wait to be allocated."""
    sold = sell(PlacementFactory(agreement=agreement, accepted=True, by=person), by=person)
    for number in (1, 2):
        received(agreement, sold.net, reference=f"FW-{number}", by=person)
    return sold


def test_without_lock_and_triggers_the_sale_is_paid_twice(sale: Sale, race: Race) -> None:
    assert race(racers.allocate_to_the_same_sale_unguarded, 2) == ["allocated"] * 2
    assert ReceiptPart.objects.aggregate(sum=Sum("amount"))["sum"] == 2 * sale.net


def test_with_them_one_wire_pays_it_and_the_other_is_told(sale: Sale, race: Race) -> None:
    endings = race(racers.allocate_to_the_same_sale, 2)
    assert sorted(endings) == [
        (
            "Sale 1 would have received $7,680.00, $3,840.00 past its net of $3,840.00: say why in "
            "the remark of this part."
        ),
        "allocated",
    ]
    assert CashTotal.objects.get(due_on__isnull=False).applied == sale.net
    assert not prove_ledger().differences


def test_a_wire_that_four_record_at_once_is_recorded_once(
    agreement: Agreement, person: User, race: Race
) -> None:
    endings = race(racers.record_the_same_wire, 4)
    taken = "The bank's reference “FW-1” is already recorded as receipt 1 of the Sales Agreement."
    assert endings == [taken] * 3 + ["receipt 1"]
    assert Receipt.objects.count() == 1
