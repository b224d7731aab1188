"""Two Controllers match the same line at once: it is matched once, and the other is told."""

import pytest

from neoequity.ledger import prove_books
from neoequity.statements.models import Match, MatchPart, Sender
from placements.models import Sale
from tests.factories import PlacementFactory, sell
from tests.races.conftest import Race, race
from tests.statements import files, racers
from tests.statements.matched import agent_says, row_of
from tests.statements.recorded import able

__all__ = ["race"]


@pytest.fixture
def sale(committed: None) -> Sale:
    """A sale, and the line of the agent's statement that belongs to it."""
    sold: Sale = sell(PlacementFactory(accepted=True))
    agent: Sender = able(files.AGENT)
    agent_says(agent, row_of(sold))
    return sold


def test_without_lock_and_triggers_two_match_the_same_line(sale: Sale, race: Race) -> None:
    assert race(racers.match_the_same_line_unguarded, 2) == ["matched", "matched"]
    taken = sum(MatchPart.objects.filter(entry=sale).values_list("amount", flat=True))
    assert taken == 2 * sale.net


def test_without_the_lock_the_database_refuses_the_second(sale: Sale, race: Race) -> None:
    endings = race(racers.match_the_same_line_without_the_lock, 2)
    assert endings == sorted(["No line is matched beyond what is left of it.", "matched"])
    assert Match.objects.count() == 1


def test_with_the_lock_the_second_is_told_that_it_is_matched(sale: Sale, race: Race) -> None:
    endings = race(racers.match_the_same_line, 4)
    left = "is matched already: nothing of its $3,840.00 and 1,000 shares is left."
    # Of the reasons against the line and the sale, the first: the sale's.
    assert endings == [f"Sale {sale.number} {left}"] * 3 + ["matched"]
    assert Match.objects.count() == 1
    assert prove_books().differences == []
