"""Who closes a period and who posts into it at once: one of them comes first, and both know it."""

import pytest

from neoequity.books.models import Closing
from neoequity.people.models import User
from placements.models import Agreement, ClosingTotal, Placement, Sale
from placements.selectors.ledger import prove_ledger
from tests.factories import PlacementFactory, UserFactory
from tests.races import racers
from tests.races.conftest import Race

LOCKED = "nothing dated Nov 9, 2001 is entered or changed until it is reopened."


@pytest.fixture
def placement(agreement: Agreement, person: User) -> Placement:
    accepted: Placement = PlacementFactory(
        agreement=agreement, accepted=True, by=person, shares_offered=100_000
    )
    return accepted


@pytest.fixture(autouse=True)
def _controller(committed: None) -> None:
    UserFactory(group="Controller")


@pytest.mark.parametrize("act", [racers.close_or_sell, racers.close_quarter_or_sell_raw])
def test_a_sale_is_in_the_totals_of_the_closing_or_it_is_refused(
    placement: Placement, race: Race, act: racers.Act
) -> None:
    endings = race(act, 2)
    assert "closed" in endings
    other = next(ending for ending in endings if ending != "closed")
    assert other == "sold" or other.endswith(LOCKED)
    assert ClosingTotal.objects.get().shares == (1000 if other == "sold" else 0)
    assert Sale.objects.count() == (other == "sold")
    assert prove_ledger().differences == []


def test_a_period_that_four_close_at_once_is_closed_once(placement: Placement, race: Race) -> None:
    endings = race(racers.close_the_quarter, 4)
    assert endings.count("closing 1") == 1
    assert sum(ending.endswith("it is not closed again.") for ending in endings) == 3
    assert Closing.objects.count() == 1
