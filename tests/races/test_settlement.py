"""Two at once for one sale: instructed once, noticed once; first without the lock."""

from datetime import date

import pytest

from neoequity.people.models import User
from placements.models import AgentNotice, DeliveryInstructionLine, Sale
from tests.factories import PlacementFactory, sell
from tests.races import settling
from tests.races.conftest import Race


@pytest.fixture
def sale(person: User, committed: None) -> Sale:
    made: Sale = sell(PlacementFactory(accepted=True, by=person), by=person)
    return made


def test_without_lock_and_triggers_two_instruct_the_same_sale(sale: Sale, race: Race) -> None:
    assert race(settling.instruct_unguarded, 2) == ["instructed"] * 2
    assert DeliveryInstructionLine.objects.filter(sale=sale).count() == 2


def test_a_sale_that_four_instruct_at_once_is_instructed_once(sale: Sale, race: Race) -> None:
    assert race(settling.instruct, 4) == [
        "Sale 1 of the Sales Agreement is already part of Instruction 1 of the Sales Agreement."
    ] * 3 + ["instructed"]
    assert DeliveryInstructionLine.objects.filter(sale=sale).count() == 1


def test_a_sale_that_two_instruct_by_raw_statements_is_instructed_once(
    sale: Sale, race: Race
) -> None:
    assert sorted(race(settling.instruct_by_raw_statements, 2)) == [
        "A sale is part of one delivery instruction that stands.",
        "instructed",
    ]


def test_a_sale_whose_notice_four_record_at_once_has_one(sale: Sale, race: Race) -> None:
    endings = race(settling.receive, 4)
    assert endings.count("received") == 1
    assert AgentNotice.objects.filter(lines__sale=sale).count() == 1


def test_of_a_delivery_and_its_failure_at_once_the_later_knows_of_the_earlier(
    sale: Sale, race: Race
) -> None:
    endings = sorted(race(settling.deliver_or_fail, 2))
    assert endings in (
        ["Sale 1 of the Sales Agreement was delivered on 2001-11-15.", "delivered"],
        ["delivered", "failed"],
    )
    assert sale.settlement_date == date(2001, 11, 15)
